// Where the embedded database's files lie, and its password beside them.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReachable, type RunAs } from './run-as.ts';

/** The cluster's folder, made for its user alone. */
export function clusterHome(dataDir: string, runAs: RunAs | null): string {
  mkdirSync(dataDir, { recursive: true });
  const home = clusterPlace(dataDir, runAs, '/var/lib/brightwall');
  mkdirSync(home, { recursive: true });
  if (runAs) chownSync(home, runAs.uid, runAs.gid);
  chmodSync(home, 0o700);
  return home;
}

/**
 * `<data>/postgres`. Where root's data folder lies below a folder that the database's user cannot enter
 * (/root), a folder of its own in `varLib`, which `<data>/postgres-home` names: who deletes the data
 * folder starts afresh either way.
 */
export function clusterPlace(dataDir: string, runAs: RunAs | null, varLib: string): string {
  const pointer = join(dataDir, 'postgres-home');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const within = join(dataDir, 'postgres');
  // The data folder itself is the core's: it may be passed through, though not listed, by others.
  if (runAs && !isReachable(dataDir, runAs) && statSync(dataDir).uid === 0)
    chmodSync(dataDir, statSync(dataDir).mode | 0o001);
  if (isReachable(dataDir, runAs) || existsSync(within)) return within;
  const home = join(varLib, randomBytes(8).toString('hex'));
  writeFileSync(pointer, `${home}\n`);
  return home;
}

export function readOrMakePassword(home: string): string {
  const path = join(home, 'password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}

/** A Unix socket's path has at most 107 bytes (unix(7)); a data folder may be deeper than that. */
export function socketFolder(home: string, runAs: RunAs | null): string {
  const near = join(home, 'socket');
  const folder = Buffer.byteLength(near) < 85 ? near : mkdtempSync(join(tmpdir(), 'brightwall-pg-'));
  mkdirSync(folder, { recursive: true });
  if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  chmodSync(folder, 0o700);
  return folder;
}
