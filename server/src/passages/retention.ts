// How long passages are kept: whole days of UTC, as their tables are.

const dayMs = 86_400_000;

/** Where the first day begins that is still kept: today and the `days` days before it are. */
export function firstKeptMs(nowMs: number, days: number): number {
  return (Math.floor(nowMs / dayMs) - days) * dayMs;
}
