// Which mediasoup worker runs: MEDIASOUP_WORKER_BIN, else the one set-up left in the user's cache, else
// mediasoup's own choice (the download of its install script).
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from 'mediasoup';

export function workerBinary(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.MEDIASOUP_WORKER_BIN) return env.MEDIASOUP_WORKER_BIN;
  const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const cached = join(cache, 'brightwall', 'mediasoup', version, 'mediasoup-worker');
  return existsSync(cached) ? cached : undefined;
}
