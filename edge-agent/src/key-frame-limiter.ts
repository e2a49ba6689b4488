import type { Clock, Timer } from '@brightwall/kit/clock';

/** Key frames are asked of a camera this often on average, however many viewers ask: each costs it bits. */
const everyMs = 500;
/**
 * So many may follow each other at once: those at the session's and the publication's start come too early
 * for the viewer they were started for, and the viewer's own must not wait (it cost 470 ms of many a first
 * picture).
 */
const burst = 3;

/** Passes the first requests on at once, and one more for all that came too soon after them. */
export class KeyFrameLimiter {
  #clock: Clock;
  #request: () => Promise<void>;
  #timer: Timer | null = null;
  /** Requests that may still go at once. */
  #left = burst;
  #again = false;

  constructor(clock: Clock, request: () => Promise<void>) {
    this.#clock = clock;
    this.#request = request;
  }

  ask(): void {
    if (this.#left === 0) {
      this.#again = true;
      return;
    }
    this.#left -= 1;
    // Fire and forget: a camera that cannot keeps its own rhythm.
    this.#request().catch(() => {});
    this.#timer ??= this.#clock.after(everyMs, () => this.#refill());
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#left = 0;
    this.#again = false;
  }

  #refill(): void {
    this.#left += 1;
    this.#timer = this.#left < burst ? this.#clock.after(everyMs, () => this.#refill()) : null;
    if (!this.#again) return;
    this.#again = false;
    this.ask();
  }
}
