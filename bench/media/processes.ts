// What a process and its children cost, read from /proc: CPU from stat, memory as proportional set size.
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ; 100 on every Linux that Node runs on. */
const TICK_MS = 10;

interface Stat {
  readonly pid: number;
  readonly ppid: number;
  readonly cpuMs: number;
  /** CPU of children that ended and were waited for. */
  readonly endedChildrenMs: number;
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold spaces: fields count from after the last ')'; proc(5) numbers them from 3.
    const field = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (n: number) => Number(field[n - 3]);
    return {
      pid,
      ppid: ticks(4),
      cpuMs: (ticks(14) + ticks(15)) * TICK_MS,
      endedChildrenMs: (ticks(16) + ticks(17)) * TICK_MS,
    };
  } catch {
    return undefined;
  }
}

/** The process and all that descend from it, itself first. */
export function family(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => readStat(Number(name)))
    .filter(stat => stat !== undefined);
  const found = [root];
  for (let i = 0; i < found.length; i++)
    for (const { pid, ppid } of parents) if (ppid === found[i]) found.push(pid);
  return found;
}

/** CPU time so far of a process, its living descendants and those that ended, ms. */
export function familyCpuMs(root: number): number {
  return family(root)
    .map(readStat)
    .reduce((sum, stat) => sum + (stat ? stat.cpuMs + stat.endedChildrenMs : 0), 0);
}

/** CPU time so far of one process alone, ms. */
export function cpuMs(pid: number): number {
  return readStat(pid)?.cpuMs ?? Number.NaN;
}

/** Memory of a process and its descendants, KiB: pages shared by n processes count 1/n in each. */
export function familyPssKiB(root: number): number {
  return family(root).reduce((sum, pid) => sum + pssKiB(pid), 0);
}

function pssKiB(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Share of all cores that was busy between two readings, 0–1; and the share a hypervisor took. */
export function readMachine(): { busyMs: number; stolenMs: number; totalMs: number } {
  const ticks = readFileSync('/proc/stat', 'latin1')
    .split('\n')[0]!
    .trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, stolen = 0] = ticks;
  const busy = user + nice + system + irq + softirq;
  return {
    busyMs: busy * TICK_MS,
    stolenMs: stolen * TICK_MS,
    totalMs: (busy + idle + iowait + stolen) * TICK_MS,
  };
}
