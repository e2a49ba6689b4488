/** Which rows (or columns) are in sight, with a few beyond each edge so that a quick scroll shows no gap. */
export function windowOf(
  scrolledPx: number,
  sizePx: number,
  rowPx: number,
  count: number,
  beyond = 8,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(scrolledPx / rowPx) - beyond);
  const last = Math.min(count, Math.ceil((scrolledPx + sizePx) / rowPx) + beyond);
  return { first: Math.min(first, last), last };
}
