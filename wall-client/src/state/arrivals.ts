// When vehicles were told of in the last minute, for the rate at which they come.

interface Arrival {
  readonly atMs: number;
  readonly cameraId: string;
}

const minuteMs = 60_000;

export class Arrivals {
  readonly #max: number;
  /** Oldest first. */
  #recent: Arrival[] = [];

  /** Remembers `max` arrivals at most; where more come in a minute the rate is that of the remembered ones. */
  constructor(max = 6000) {
    this.#max = max;
  }

  add(cameraId: string, atMs: number): void {
    this.#recent.push({ cameraId, atMs });
    // Cut in blocks: moving the whole array for every vehicle would cost more than the vehicle.
    if (this.#recent.length > this.#max * 1.25) this.#recent.splice(0, this.#recent.length - this.#max);
  }

  /** Vehicles per minute of the cameras that `accepts` takes. */
  perMinute(nowMs: number, accepts: (cameraId: string) => boolean): number {
    let count = 0;
    let total = 0;
    let oldestMs = nowMs;
    for (let i = this.#recent.length - 1; i >= 0; i--) {
      const { cameraId, atMs } = this.#recent[i]!;
      if (nowMs - atMs >= minuteMs || total >= this.#max) break;
      total += 1;
      oldestMs = atMs;
      if (accepts(cameraId)) count += 1;
    }
    const cut = total >= this.#max;
    return cut ? Math.round((count * minuteMs) / Math.max(1000, nowMs - oldestMs)) : count;
  }

  clear(): void {
    this.#recent = [];
  }
}

/** Of this page, by its monotonic clock; asked, never listened to. */
export const arrivals = new Arrivals();
