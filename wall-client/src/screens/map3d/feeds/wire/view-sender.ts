// What the page asks of the core: said when it changed, at most four times a second, and again to a new
// connection, which knows nothing.
import type { Clock, MonotonicMs, Timer } from '@brightwall/kit/clock';

/** What the page wants pictures of. */
export interface Wanted {
  thumbnails: readonly string[];
  live: readonly string[];
}

export const nothingWanted: Wanted = { thumbnails: [], live: [] };

const everyMs = 250;

export class ViewSender {
  readonly #clock: Clock;
  readonly #send: (text: string) => void;
  #wanted = textOf(nothingWanted);
  /** What the core knows; null without a connection. */
  #said: string | null = null;
  #saidMs = Number.NEGATIVE_INFINITY as MonotonicMs;
  #timer: Timer | null = null;

  constructor(clock: Clock, send: (text: string) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  handleWanted(wanted: Wanted): void {
    this.#wanted = textOf(wanted);
    this.#settle();
  }

  /** A new connection: the core takes it that nothing is wanted. */
  handleOpen(): void {
    this.#said = textOf(nothingWanted);
    this.#saidMs = Number.NEGATIVE_INFINITY as MonotonicMs;
    this.#settle();
  }

  handleLost(): void {
    this.#said = null;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #settle(): void {
    if (this.#said === null || this.#said === this.#wanted || this.#timer) return;
    const waitMs = this.#saidMs + everyMs - this.#clock.monotonicMs();
    if (waitMs > 0) {
      this.#timer = this.#clock.after(waitMs, () => {
        this.#timer = null;
        this.#settle();
      });
      return;
    }
    this.#said = this.#wanted;
    this.#saidMs = this.#clock.monotonicMs();
    this.#send(this.#said);
  }
}

/** In one order whatever the ranking, so that only another choice is another text. */
function textOf({ thumbnails, live }: Wanted): string {
  return JSON.stringify({ kind: 'view', thumbnails: [...thumbnails].sort(), live: [...live].sort() });
}
