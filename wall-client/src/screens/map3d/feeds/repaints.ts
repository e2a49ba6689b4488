// When the map is drawn anew for the pictures' sake: only when there is something new to see, no oftener than that
// needs, and half of the time at most where drawing is slow, since it is the whole city that is drawn.
import type { Clock, Timer } from '@brightwall/kit/clock';

/** A frame that was not drawn by then will not be: the map is out of sight. */
const drawnWithinMs = 3_000;

export class Repaints {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #repaint: () => void;
  readonly #isDue: () => boolean;
  #asked = false;
  #watching = false;
  /** When the next frame may be asked for, and when the one under way was; null: none is. */
  #fromMs = Number.NEGATIVE_INFINITY;
  #beganMs: number | null = null;
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

  /** A frame was drawn, whoever asked for it. */
  handleDrawn(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#beganMs !== null) this.#fromMs = Math.max(this.#fromMs, 2 * nowMs - this.#beganMs);
    this.#beganMs = null;
  }

  close(): void {
    this.#watching = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #next(): void {
    if (this.#timer) return;
    const waitMs = Math.max(0, this.#fromMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.after(waitMs, () => this.#beat());
  }

  #beat(): void {
    this.#timer = null;
    const nowMs = this.#clock.monotonicMs();
    const isUnderWay = this.#beganMs !== null && nowMs - this.#beganMs < drawnWithinMs;
    const mayDraw = !isUnderWay && nowMs >= this.#fromMs;
    if (mayDraw && (this.#asked || this.#isDue())) {
      this.#asked = false;
      this.#beganMs = nowMs;
      this.#repaint();
    }
    this.#fromMs = Math.max(this.#fromMs, nowMs + this.#everyMs);
    if (this.#watching || this.#asked) this.#next();
  }
}
