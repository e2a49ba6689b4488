// Debian's PostgreSQL on a cluster of its own, as the embedded one runs: the baseline.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemClock } from '@brightwall/kit/clock';
import { isPostmasterReady, stopLeftover } from '../../server/src/store/embedded/leftover.ts';
import { chooseRunAs } from '../../server/src/store/embedded/run-as.ts';

const versions = '/usr/lib/postgresql';
export const howToGetIt = 'apt-get install -y postgresql-15';

export interface Debian {
  readonly version: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Null where the package is not installed. `folder`: the cluster's; made if it is not there. */
export async function startDebian(folder: string): Promise<Debian | null> {
  const version = existsSync(versions)
    ? readdirSync(versions)
        .filter(name => Number(name) >= 15)
        .sort()
        .at(-1)
    : undefined;
  if (!version) return null;
  const programs = join(versions, version, 'bin');
  const runAs = chooseRunAs();
  const as = {
    ...(runAs && { uid: runAs.uid, gid: runAs.gid }),
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as NodeJS.ProcessEnv,
  };
  mkdirSync(folder, { recursive: true });
  if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  const cluster = join(folder, 'cluster');
  if (!existsSync(join(cluster, 'PG_VERSION')))
    await promisify(execFile)(
      join(programs, 'initdb'),
      [
        '-D',
        cluster,
        '-U',
        'brightwall',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...as, cwd: folder },
    );
  await stopLeftover(cluster, systemClock);
  // The settings of store/embedded/embedded-postgres.ts.
  const settings = [
    ...['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=on', 'synchronous_commit=on'],
    ...['full_page_writes=on', 'max_connections=60', 'shared_buffers=128MB', 'timezone=UTC'],
  ];
  const server = spawn(join(programs, 'postgres'), ['-D', cluster, ...settings.flatMap(one => ['-c', one])], {
    ...as,
    cwd: cluster,
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  while (!isPostmasterReady(cluster)) {
    if (server.exitCode !== null) throw new Error(`${programs}/postgres ended: ${server.exitCode}`);
    await wait(50);
  }
  return {
    version,
    url: `postgres://brightwall@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async close() {
      server.kill('SIGINT');
      await ended;
    },
  };
}
