// Whether a passage of that time can be kept.

const dayMs = 86_400_000;
/** A clock may be wrong by a time zone; one that is wrong by more says nothing about when it was. */
const maxFutureMs = dayMs;

/** Null when it can. `firstKeptMs`: what is older has been deleted, or would be at once. */
export function passedFault(
  atMs: number,
  { nowMs, firstKeptMs }: { readonly nowMs: number; readonly firstKeptMs: number },
): { zh: string; en: string } | null {
  const at = Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : String(atMs);
  if (atMs > nowMs + maxFutureMs)
    return { zh: `时钟有误，时间在未来：${at}`, en: `the clock is wrong, this is in the future: ${at}` };
  if (atMs < firstKeptMs)
    return {
      zh: `时钟有误，或早于保存期：${at}`,
      en: `the clock is wrong, or this is older than what is kept: ${at}`,
    };
  return null;
}
