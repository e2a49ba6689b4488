import type { Clock, Timer } from '@brightwall/kit/clock';

/** Key frames are asked of a camera at most this often, however many viewers ask: each costs it bits. */
const everyMs = 500;

/** Passes the first request on at once, and one more for all that came too soon after it. */
export class KeyFrameLimiter {
  #clock: Clock;
  #request: () => Promise<void>;
  #timer: Timer | null = null;
  #again = false;

  constructor(clock: Clock, request: () => Promise<void>) {
    this.#clock = clock;
    this.#request = request;
  }

  ask(): void {
    if (this.#timer) {
      this.#again = true;
      return;
    }
    // Fire and forget: a camera that cannot keeps its own rhythm.
    this.#request().catch(() => {});
    this.#timer = this.#clock.after(everyMs, () => {
      this.#timer = null;
      if (this.#again) {
        this.#again = false;
        this.ask();
      }
    });
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#again = false;
  }
}
