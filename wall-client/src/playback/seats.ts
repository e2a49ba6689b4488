// A fixed number of seats that whoever needs one takes and gives back. Browsers open six connections to one
// host over HTTP/1.1, so what holds one for long has to be counted.

/** Gives the seat back; idempotent. */
export type GiveBack = () => void;

export class Seats {
  #free: number;
  readonly #waiting = new Set<(giveBack: GiveBack) => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** A seat now, or null. */
  tryTake(): GiveBack | null {
    if (this.#free === 0) return null;
    this.#free -= 1;
    return this.#seat();
  }

  /** A seat as soon as there is one, first come, first served. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<GiveBack> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const now = this.tryTake();
    if (now) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.delete(seated);
        reject(signal.reason);
      };
      const seated = (giveBack: GiveBack) => {
        signal.removeEventListener('abort', onAbort);
        resolve(giveBack);
      };
      this.#waiting.add(seated);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #seat(): GiveBack {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = this.#waiting;
      if (!next) {
        this.#free += 1;
        return;
      }
      this.#waiting.delete(next);
      next(this.#seat());
    };
  }
}
