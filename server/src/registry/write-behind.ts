// What agents report is true in memory at once and written after: the wall goes on while the database
// is away, and reports stay in order. Holds nothing itself; `write` stores whatever has changed.
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';

const retryPolicy = { firstMs: 200, capMs: 10_000, factor: 2, jitter: 0.3, healthyMs: 5_000 };

export class WriteBehind {
  readonly #write: () => Promise<void>;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #changed = false;
  #wake = () => {};
  #waiting: (() => void)[] = [];

  constructor(write: () => Promise<void>, clock: Clock, onError: (error: unknown) => void) {
    this.#write = write;
    this.#ended = supervise(signal => this.#run(signal), {
      clock,
      backoff: retryPolicy,
      signal: this.#stop.signal,
      onEnded: ({ error }) => onError(error),
    });
  }

  mark(): void {
    this.#changed = true;
    this.#wake();
  }

  /** Resolves when everything marked so far is stored. */
  flushed(): Promise<void> {
    this.mark();
    return new Promise(done => this.#waiting.push(done));
  }

  /** Writes once more what is still open; what fails now is reported anew by the agents. */
  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return this.#ended;
    this.#stop.abort();
    this.#wake();
    await this.#ended;
    if (this.#changed) await this.#write().catch(() => {});
    for (const done of this.#waiting.splice(0)) done();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!this.#changed) {
        await new Promise<void>(wake => {
          this.#wake = wake;
        });
        continue;
      }
      this.#changed = false;
      const waiting = this.#waiting.splice(0);
      try {
        await this.#write();
      } catch (error) {
        this.#changed = true;
        this.#waiting.unshift(...waiting);
        throw error;
      }
      for (const done of waiting) done();
    }
  }
}
