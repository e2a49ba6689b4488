// The first gate: something moves when the camera's encoder needs more bytes than it does on a quiet road.
// It costs an addition a picture, nothing is decoded for it.
//
// What "quiet" is, is learned: the least bytes a second of the last minutes, which rain, night noise and a
// ticking clock in the picture all raise. A camera whose encoder fills up a constant rate tells nothing this way.
// So nothing is believed before it has proved itself: `handleLooked` says what the decoded pictures showed, and
// only where they never showed motion that the sizes had not, sizes alone decide; with spot checks ever after.

/** Sizes of this long are taken together: one odd picture is no motion. */
const windowMs = 200;
/** More than the quiet rate times this, and by this much for each pixel, is motion. */
const openFactor = 1.5;
const openBitsPerPixelSecond = 0.03;
/** The gate shuts when it has been quiet for this long. */
const holdMs = 1500;
/** The quiet rate rises to what is always there within minutes, and falls at once. */
const riseMs = 180_000;
const fallMs = 1500;
/** Pictures that showed motion before sizes are believed, and the part of them that sizes may have missed. */
const proof = 100;
const missesBelieved = 0.02;
const missesDoubted = 0.06;
/** Before so long, what is quiet is not known: nothing is held against the sizes. */
const learnMs = 20_000;
/** Old proofs count half after so many newer ones. */
const halfProofs = 600;
/** While it is shut, pictures are decoded all the same for so long, so often. */
const checkEveryMs = 60_000;
const checkMs = 4000;

export class SizeGate {
  #openRate: number;
  #quiet: number | null = null;
  #windowStartMs: number | null = null;
  #windowBytes = 0;
  #lastMotionMs = Number.NEGATIVE_INFINITY;
  #nowMs = 0;
  #firstMs: number | null = null;
  #checkFromMs = 0;
  #showed = 0;
  #missed = 0;
  #believed = false;

  /** `pixels` of the pictures measured: what counts as many bytes grows with them. */
  constructor(pixels: number) {
    this.#openRate = (pixels * openBitsPerPixelSecond) / 8;
  }

  /** Sizes alone decide. */
  get believed(): boolean {
    return this.#believed;
  }

  /** What the sizes say, believed or not. */
  get moving(): boolean {
    return this.#nowMs - this.#lastMotionMs <= holdMs;
  }

  /** Pictures must be decoded and looked at. */
  get open(): boolean {
    return !this.#believed || this.moving || this.#checking;
  }

  /** A picture of the stream, in the order they come; `atMs` grows. */
  handlePicture(bytes: number, key: boolean, atMs: number): void {
    this.#nowMs = atMs;
    this.#firstMs ??= atMs;
    if (atMs >= this.#checkFromMs + checkMs) this.#checkFromMs = atMs + checkEveryMs;
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

  /** A decoded picture was compared with the one before. */
  handleLooked(moved: boolean): void {
    if (!moved || this.#firstMs === null || this.#nowMs - this.#firstMs < learnMs) return;
    const keep = 0.5 ** (1 / halfProofs);
    this.#showed = this.#showed * keep + 1;
    this.#missed = this.#missed * keep + (this.moving ? 0 : 1);
    const share = this.#missed / this.#showed;
    if (this.#believed && share > missesDoubted) {
      this.#believed = false;
      this.#showed = 0;
      this.#missed = 0;
    } else if (!this.#believed && this.#showed >= proof && share <= missesBelieved) this.#believed = true;
  }

  get #checking(): boolean {
    return this.#nowMs >= this.#checkFromMs && this.#nowMs < this.#checkFromMs + checkMs;
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
