// What a process costs, read from /proc: CPU from stat, memory as proportional set size.
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ; 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU time so far of one process, or of one thread `of` a process, user and system, ms; NaN when it is gone. */
export function cpuMs(pid: number, of?: number): number {
  try {
    const text = readFileSync(
      of === undefined ? `/proc/${pid}/stat` : `/proc/${of}/task/${pid}/stat`,
      'latin1',
    );
    // The name in brackets may hold spaces: fields count from after the last ')'; proc(5) numbers them from 3.
    const field = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (n: number) => Number(field[n - 3]);
    return (ticks(14) + ticks(15)) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** CPU time so far of a process and all it ever started, user and system, ms: what has ended is in its parent's. */
export function treeCpuMs(root: number): number {
  const known = new Map<number, { parent: number; cpuMs: number }>();
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'latin1');
      const field = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = (n: number) => Number(field[n - 3]);
      const cpuMs = (ticks(14) + ticks(15) + ticks(16) + ticks(17)) * TICK_MS;
      known.set(Number(name), { parent: ticks(4), cpuMs });
    } catch {
      // It has ended since.
    }
  }
  const isOf = (pid: number): boolean => pid === root || (known.has(pid) && isOf(known.get(pid)!.parent));
  return [...known].filter(([pid]) => isOf(pid)).reduce((sum, [, { cpuMs }]) => sum + cpuMs, 0);
}

/** Memory of one process, KiB: pages shared by n processes count 1/n in each. */
export function pssKiB(pid: number): number {
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
