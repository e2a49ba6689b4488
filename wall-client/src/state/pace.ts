// News by the hundred is drawn a few times a second: what comes first after a quiet moment at once, what
// follows together.
import type { Clock } from '@brightwall/kit/clock';

/** A schedule that runs what it is given at once, but never more often than every `everyMs`. */
export function paced(clock: Clock, everyMs: number): (flush: () => void) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return flush => {
    clock.after(Math.max(0, lastMs + everyMs - clock.monotonicMs()), () => {
      lastMs = clock.monotonicMs();
      flush();
    });
  };
}
