// Takes a picture of each camera that is looked at, every so often, a few at the same time. Those that were
// never taken go first; after that the one that has waited longest, so that when there is more to do than can
// be done every camera slows down alike.
import type { Clock, Timer } from '@brightwall/kit/clock';

export interface ThumbnailRoundsOptions {
  readonly clock: Clock;
  readonly everyMs: number;
  /** Pictures in the making at most. */
  readonly parallel: number;
  /** Takes one camera's picture. Never rejects. */
  readonly take: (cameraId: string) => Promise<void>;
}

export class ThumbnailRounds {
  readonly #options: ThumbnailRoundsOptions;
  /** Wanted and never taken. */
  #fresh = new Set<string>();
  /** Camera → when it is due again, monotonic ms; in that order, since all wait equally long. */
  #due = new Map<string, number>();
  #busy = new Set<string>();
  #timer: Timer | null = null;
  #closed = false;

  constructor(options: ThumbnailRoundsOptions) {
    this.#options = options;
  }

  /** These and no others from now on. */
  handleWanted(cameraIds: ReadonlySet<string>): void {
    for (const id of this.#fresh) if (!cameraIds.has(id)) this.#fresh.delete(id);
    for (const id of this.#due.keys()) if (!cameraIds.has(id)) this.#due.delete(id);
    for (const id of cameraIds) if (!this.#due.has(id)) this.#fresh.add(id);
    this.#goOn();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#fresh.clear();
    this.#due.clear();
  }

  #goOn(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const { clock, everyMs, parallel, take } = this.#options;
    while (!this.#closed && this.#busy.size < parallel) {
      const id = this.#next();
      if (id === null) return;
      this.#fresh.delete(id);
      this.#due.delete(id);
      this.#due.set(id, clock.monotonicMs() + everyMs);
      this.#busy.add(id);
      void take(id).finally(() => {
        this.#busy.delete(id);
        this.#goOn();
      });
    }
  }

  /** Null: nothing is due; a timer is set for what will be. */
  #next(): string | null {
    const { clock } = this.#options;
    for (const id of this.#fresh) if (!this.#busy.has(id)) return id;
    for (const [id, dueMs] of this.#due) {
      const waitMs = dueMs - clock.monotonicMs();
      if (waitMs > 0) {
        this.#timer = clock.after(waitMs, () => this.#goOn());
        return null;
      }
      if (!this.#busy.has(id)) return id;
    }
    return null;
  }
}
