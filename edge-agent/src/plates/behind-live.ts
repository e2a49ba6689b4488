// Reading may be late by a frame, a live picture may not: whatever reads plates gives way to what carries video.
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** A process started for reading. It may have ended already. */
export function putProcessBehindLive(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone: its 'exit' tells.
  }
}

/** The thread this is called on, alone: Linux gives each thread a priority of its own (setpriority(2), C library/kernel differences). */
export function putThreadBehindLive(): void {
  try {
    const id = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not Linux, or no /proc: it reads at the same priority as the rest.
  }
}
