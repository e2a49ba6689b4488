// CPU time of this process, all its threads: the inference thread's work counts, waiting does not.

/** Runs `work`; its answer and the CPU ms the whole process used meanwhile. One at a time. */
export async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; cpuMs: number }> {
  const before = process.cpuUsage();
  const answer = await work();
  const { user, system } = process.cpuUsage(before);
  return { answer, cpuMs: (user + system) / 1000 };
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
