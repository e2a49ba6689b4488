// One timer for every camera: what is due stands in a binary heap, and a single clock timer waits for the first.
import type { Clock, Timer } from '@brightwall/kit/clock';

interface Entry {
  dueMs: number;
  run: (() => void) | null;
}

export interface Scheduled {
  cancel(): void;
}

export class Scheduler {
  readonly clock: Clock;
  #heap: Entry[] = [];
  #timer: Timer | null = null;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Runs `run` once at `dueMs` of the clock's monotonic time; at once when that is past. */
  at(dueMs: number, run: () => void): Scheduled {
    const entry: Entry = { dueMs, run };
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
    this.#arm();
    return {
      // The entry stays in the heap until its time; only its work goes.
      cancel: () => {
        entry.run = null;
      },
    };
  }

  close(): void {
    this.#heap.length = 0;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (!first || (this.#timer && this.#timerDueMs <= first.dueMs)) return;
    this.#timer?.cancel();
    this.#timerDueMs = first.dueMs;
    this.#timer = this.clock.after(Math.max(0, first.dueMs - this.clock.monotonicMs()), () => this.#fire());
  }

  #fire(): void {
    this.#timer = null;
    // Half a millisecond early is nearer than a whole one late: timers count in milliseconds.
    const untilMs = this.clock.monotonicMs() + 0.5;
    for (let first = this.#heap[0]; first && first.dueMs <= untilMs; first = this.#heap[0]) {
      this.#pop();
      first.run?.();
    }
    this.#arm();
  }

  #pop(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    let i = 0;
    for (;;) {
      let child = i * 2 + 1;
      if (child >= this.#heap.length) return;
      if (child + 1 < this.#heap.length && this.#heap[child + 1]!.dueMs < this.#heap[child]!.dueMs)
        child += 1;
      if (this.#heap[child]!.dueMs >= this.#heap[i]!.dueMs) return;
      this.#swap(i, child);
      i = child;
    }
  }

  #up(from: number): void {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.#heap[parent]!.dueMs <= this.#heap[i]!.dueMs) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #swap(a: number, b: number): void {
    const entry = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = entry;
  }
}
