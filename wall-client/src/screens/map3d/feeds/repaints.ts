// When the map is drawn anew for the pictures' sake: only when there is something new to see, and no oftener than
// that needs, since it is the whole city that is drawn.
import type { Clock, Timer } from '@brightwall/kit/clock';

export class Repaints {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #repaint: () => void;
  readonly #isDue: () => boolean;
  #asked = false;
  #watching = false;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;

  /** `isDue`: asked while watching, since shared memory tells nobody that it was written. */
  constructor(clock: Clock, everyMs: number, repaint: () => void, isDue: () => boolean) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#repaint = repaint;
    this.#isDue = isDue;
  }

  ask(): void {
    this.#asked = true;
    this.#next();
  }

  watch(on: boolean): void {
    this.#watching = on;
    if (on) this.#next();
  }

  close(): void {
    this.#watching = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #next(): void {
    if (this.#timer) return;
    const waitMs = Math.max(0, this.#drawnMs + this.#everyMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.after(waitMs, () => this.#beat());
  }

  #beat(): void {
    this.#timer = null;
    this.#drawnMs = this.#clock.monotonicMs();
    if (this.#asked || this.#isDue()) this.#repaint();
    this.#asked = false;
    if (this.#watching) this.#next();
  }
}
