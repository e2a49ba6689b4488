// Time is injected. Wall time, monotonic time and media time are different types, so that none is
// ever added to another by accident.

/** Milliseconds since 1970-01-01T00:00Z by this machine's clock; may jump when NTP steps it. */
export type EpochMs = number & { readonly __unit: 'epochMs' };
/** Milliseconds since an arbitrary start; never goes back. For durations and deadlines. */
export type MonotonicMs = number & { readonly __unit: 'monotonicMs' };
/** RTP media time in 1/90000 s, modulo 2^32 (RFC 6184 §8.2.1). */
export type Rtp90k = number & { readonly __unit: 'rtp90k' };

export interface Timer {
  cancel(): void;
}

export interface Clock {
  epochMs(): EpochMs;
  monotonicMs(): MonotonicMs;
  /** Calls `fn` once after `ms`. Pending timers do not keep the process alive by themselves. */
  after(ms: number, fn: () => void): Timer;
}

export const systemClock: Clock = {
  epochMs: () => (performance.timeOrigin + performance.now()) as EpochMs,
  monotonicMs: () => performance.now() as MonotonicMs,
  after(ms, fn) {
    const handle: unknown = setTimeout(fn, ms);
    if (typeof handle === 'object' && handle !== null && 'unref' in handle)
      (handle as { unref(): void }).unref();
    return { cancel: () => clearTimeout(handle as Parameters<typeof clearTimeout>[0]) };
  },
};

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A clock that moves only when a test says so. Timers due at the same moment fire in the order they were set. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #startEpochMs: number;
  #order = 0;
  #timers = new Set<{ dueMs: number; order: number; fn: () => void }>();

  constructor(startEpochMs = Date.UTC(2026, 0, 1)) {
    this.#startEpochMs = startEpochMs;
  }

  epochMs(): EpochMs {
    return (this.#startEpochMs + this.#nowMs) as EpochMs;
  }

  monotonicMs(): MonotonicMs {
    return this.#nowMs as MonotonicMs;
  }

  after(ms: number, fn: () => void): Timer {
    const timer = { dueMs: this.#nowMs + Math.max(0, ms), order: this.#order++, fn };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `ms`, firing what is due and letting promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers]
        .filter(t => t.dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#nowMs = due.dueMs;
      due.fn();
    }
    this.#nowMs = untilMs;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
