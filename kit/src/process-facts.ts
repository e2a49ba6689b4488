// What Linux says of a process by its id (proc(5)).
import { readFileSync, readlinkSync } from 'node:fs';

export interface ProcessFacts {
  /** One letter: R, S, D, Z (dead, not yet collected by its parent) … */
  readonly state: string;
  /** Clock ticks after boot; with the id it names one process for good, ids alone are used again. */
  readonly startTicks: string;
}

/** Null when there is no such process. */
export function processFacts(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name (field 2) may hold spaces and brackets: fields count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '?', startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  const facts = processFacts(pid);
  return facts !== null && facts.state !== 'Z' && facts.state !== 'X';
}

/** The folder a process works in; null when it is gone or not ours to look at. */
export function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
