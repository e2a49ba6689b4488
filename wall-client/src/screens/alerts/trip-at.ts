import { passedByCoreMs } from '@brightwall/protocol/passage';
import type { Track } from '@brightwall/protocol/track';

/** Index of the trip that was under way at a moment, by the core's clock; null where none was. */
export function tripAt({ trips, passages }: Track, atMs: number): number | null {
  const found = trips.findIndex(({ first, legs }) => {
    const [from, to] = [passages[first], passages[first + legs.length]];
    return from && to && passedByCoreMs(from) <= atMs + 1 && passedByCoreMs(to) >= atMs - 1;
  });
  return found === -1 ? null : found;
}
