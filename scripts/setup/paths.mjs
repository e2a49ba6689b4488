// Where things stand: in the repository and in the user's cache.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The Node 24 that package.json pins; every process of ours runs on it, whatever started set-up. */
export const node = join(root, 'node_modules', '.bin', 'node');

/** What is made once per machine and user. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'brightwall');

/** The demo city's data; the folder's number rises when its generator's output changes. */
export const city = join(cache, 'city', 'v2');

/** Environment for our processes: the pinned Node first on the path, and the worker of this machine. */
export function childEnv(worker) {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
    ...(worker ? { MEDIASOUP_WORKER_BIN: worker } : {}),
  };
}
