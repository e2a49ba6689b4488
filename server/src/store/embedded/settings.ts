// What the embedded database runs with.
import { totalmem } from 'node:os';

const MiB = 2 ** 20;

/**
 * An eighth of the memory this process may use, 128 MiB to 2 GiB: each passage touches random pages of the day's
 * indexes, and where those do not fit, ingest waits for pages that are written to make room for others. `limit`:
 * the container's, in bytes (process.constrainedMemory(): 0 or a huge number where there is none).
 */
export function sharedBuffersMiB(total = totalmem(), limit = process.constrainedMemory()): number {
  const memory = limit > 0 ? Math.min(total, limit) : total;
  return Math.round(Math.min(2048, Math.max(128, memory / 8 / MiB)));
}

export function databaseSettings(): Readonly<Record<string, string>> {
  return {
    listen_addresses: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '60',
    shared_buffers: `${sharedBuffersMiB()}MB`,
    // The first write to a page after a checkpoint logs it whole: with the default of 1 GB a city's ingest makes a
    // checkpoint a minute, and logs little else. Recovery of so much takes well under the start's deadline.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
  };
}
