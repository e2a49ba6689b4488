// How far this box's clock is from the core's, measured over the link as NTP does it (RFC 5905 §8 and §10): half
// the round trip is the way there, and of the last measurements the one with the shortest round trip is believed.
import { type Clock, sleep } from '@brightwall/kit/clock';

interface Sample {
  readonly roundTripMs: number;
  /** Core's epoch time minus this process's monotonic time: a step of this box's clock does not change it. */
  readonly coreMinusMonotonicMs: number;
}

const keptSamples = 8;
/** The first few at once: one alone may have met a busy moment. */
const burst = 4;
const burstEveryMs = 500;
const everyMs = 60_000;
/** Nothing is learnt from an answer that took longer. */
const maxRoundTripMs = 5_000;

export class CoreClock {
  readonly #ask: () => Promise<number>;
  readonly #clock: Clock;
  #samples: Sample[] = [];

  /** `ask` gives the core's time, epoch ms. */
  constructor(ask: () => Promise<number>, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Core's clock minus this box's, whole ms, as measured last; null before the first measurement. */
  get offsetMs(): number | null {
    const best = this.#samples.reduce<Sample | null>(
      (a, b) => (a && a.roundTripMs < b.roundTripMs ? a : b),
      null,
    );
    if (!best) return null;
    return Math.round(best.coreMinusMonotonicMs + this.#clock.monotonicMs() - this.#clock.epochMs());
  }

  /** Measures while the link is up; rejects when an answer fails, resolves when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    for (let n = 1; !signal.aborted; n++) {
      await this.#measure();
      await sleep(this.#clock, n < burst ? burstEveryMs : everyMs, signal).catch(() => {});
    }
  }

  async #measure(): Promise<void> {
    const sentMs = this.#clock.monotonicMs();
    const coreMs = await this.#ask();
    const roundTripMs = this.#clock.monotonicMs() - sentMs;
    if (roundTripMs > maxRoundTripMs) return;
    const coreMinusMonotonicMs = coreMs - (sentMs + roundTripMs / 2);
    this.#samples = [...this.#samples, { roundTripMs, coreMinusMonotonicMs }].slice(-keptSamples);
  }
}
