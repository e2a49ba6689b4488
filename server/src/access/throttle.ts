// Slows down whoever guesses passwords: a number of failures per key within a window, then refusal
// until the window has passed. Bounded: when the map is full the oldest key goes.
import type { Clock } from '@brightwall/kit/clock';

export interface ThrottlePolicy {
  readonly failures: number;
  readonly windowMs: number;
  readonly maxKeys: number;
}

interface Entry {
  count: number;
  readonly sinceMs: number;
  told: boolean;
}

export class Throttle {
  readonly #policy: ThrottlePolicy;
  readonly #clock: Clock;
  readonly #failures = new Map<string, Entry>();

  constructor(policy: ThrottlePolicy, clock: Clock) {
    this.#policy = policy;
    this.#clock = clock;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** True the first time it is asked of a key that is refused: what is written down is bounded, too. */
  isNews(key: string): boolean {
    const entry = this.#current(key);
    if (!entry || entry.told || entry.count < this.#policy.failures) return false;
    entry.told = true;
    return true;
  }

  isRefused(key: string): boolean {
    return (this.#current(key)?.count ?? 0) >= this.#policy.failures;
  }

  /**
   * Counts a try before its password is checked, so that many at once cannot all slip through while
   * the first is still being hashed; `forget` takes it back when it was right.
   */
  count(key: string): void {
    const entry = this.#current(key) ?? { count: 0, sinceMs: this.#clock.monotonicMs(), told: false };
    entry.count += 1;
    this.#failures.delete(key);
    this.#failures.set(key, entry);
    if (this.#failures.size > this.#policy.maxKeys) {
      const oldest = this.#failures.keys().next().value;
      if (oldest !== undefined) this.#failures.delete(oldest);
    }
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  #current(key: string): Entry | undefined {
    const entry = this.#failures.get(key);
    if (entry && this.#clock.monotonicMs() - entry.sinceMs >= this.#policy.windowMs) {
      this.#failures.delete(key);
      return undefined;
    }
    return entry;
  }
}
