// The core's clock as this machine's: a wall's computer may be minutes off, and a picture kept for whoever comes next
// is older than its way here. Of all that came over a connection the least delayed tells the difference best.
import type { EpochMs } from '@brightwall/kit/clock';

export class ClockOffset {
  /** Our clock minus the core's, and the shortest way of a picture. */
  #offsetMs = Number.POSITIVE_INFINITY;

  /** A moment of the core's clock in ours; `nowMs`: when we heard of it. Never later than that. */
  here(coreMs: number, nowMs: EpochMs): EpochMs {
    this.#offsetMs = Math.min(this.#offsetMs, nowMs - coreMs);
    return (coreMs + this.#offsetMs) as EpochMs;
  }

  /** Another connection may lead to another core. */
  forget(): void {
    this.#offsetMs = Number.POSITIVE_INFINITY;
  }
}
