// A sign of motion: the camera's encoder needs more bytes than it does on a quiet road. It costs an addition a
// picture, nothing is decoded for it. What "quiet" is, is learned: the least bytes a second of the last minutes,
// which rain, night noise and a ticking clock in the picture all raise. An encoder that fills up a constant rate
// tells nothing this way; that it does not is found out by its proof (proof.ts).

/** Sizes of this long are taken together: one odd picture is no motion. */
const windowMs = 200;
/** More than the quiet rate times this, and by this much for each pixel, is motion. */
const openFactor = 1.5;
const openBitsPerPixelSecond = 0.03;
const holdMs = 1500;
/** The quiet rate rises to what is always there within minutes, and falls at once. */
const riseMs = 180_000;
const fallMs = 1500;

export class SizeSign {
  #openRate: number;
  #quiet: number | null = null;
  #windowStartMs: number | null = null;
  #windowBytes = 0;
  #lastMotionMs = Number.NEGATIVE_INFINITY;
  #nowMs = 0;

  /** `pixels` of the pictures measured: what counts as many bytes grows with them. */
  constructor(pixels: number) {
    this.#openRate = (pixels * openBitsPerPixelSecond) / 8;
  }

  get moving(): boolean {
    return this.#nowMs - this.#lastMotionMs <= holdMs;
  }

  /** A picture of the stream, in the order they come; `atMs` grows. */
  handlePicture(bytes: number, key: boolean, atMs: number): void {
    this.#nowMs = atMs;
    // A key frame's size tells what is in the picture, not what has changed.
    if (key) return;
    this.#windowStartMs ??= atMs;
    this.#windowBytes += bytes;
    const tookMs = atMs - this.#windowStartMs;
    if (tookMs >= 0 && tookMs < windowMs) return;
    // A stream that paused, or whose clock was set, tells nothing about that time.
    if (tookMs > 0 && tookMs < windowMs * 5) this.#handleRate((this.#windowBytes * 1000) / tookMs, tookMs);
    this.#windowStartMs = atMs;
    this.#windowBytes = 0;
  }

  #handleRate(rate: number, tookMs: number): void {
    if (this.#quiet === null) {
      // The first moment may be as busy as any: until something quieter comes, this is all that is known.
      this.#quiet = rate;
      this.#lastMotionMs = this.#nowMs;
      return;
    }
    const constant = rate < this.#quiet ? fallMs : riseMs;
    this.#quiet += (rate - this.#quiet) * Math.min(1, tookMs / constant);
    if (rate > this.#quiet * openFactor + this.#openRate) this.#lastMotionMs = this.#nowMs;
  }
}
