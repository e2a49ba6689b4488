// A core that was killed (-9, out of memory) leaves its postmaster serving. It is stopped, not adopted:
// its log pipe is gone with the old core, and a fresh start takes a tenth of a second.
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, sleep } from '@brightwall/kit/clock';
import { isAlive, workingFolder } from '@brightwall/kit/process-facts';

/** postmaster.pid, line 1 (the format is PostgreSQL's, miscadmin.h LOCK_FILE_LINE_*). */
export function readPostmasterPid(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** True once line 8 says that connections are accepted. */
export function isPostmasterReady(folder: string): boolean {
  try {
    const status = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[7];
    return status?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** Ends a postmaster that serves `folder`, if there is one, and clears a stale postmaster.pid. */
export async function stopLeftover(folder: string, clock: Clock): Promise<'none' | 'stale' | 'stopped'> {
  const pid = readPostmasterPid(folder);
  if (pid === null) return 'none';
  if (!isAlive(pid) || workingFolder(pid) !== realpathSync(folder)) {
    // Dead, a zombie nobody collects, or an id that belongs to another program by now. PostgreSQL
    // itself would refuse to start for the second and third (it only asks whether the id exists).
    rmSync(join(folder, 'postmaster.pid'), { force: true });
    return 'stale';
  }
  // PostgreSQL: SIGINT = fast shutdown, SIGQUIT = immediate (recovers from its log at the next start).
  for (const [signal, waitMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      break;
    }
    for (let waitedMs = 0; waitedMs < waitMs && isAlive(pid); waitedMs += 50) await sleep(clock, 50);
    if (!isAlive(pid)) break;
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
  return 'stopped';
}
