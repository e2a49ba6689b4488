// Things that move without getting anywhere: the clock burnt into the picture, a flag, a blinking lamp. Told by where
// they are: a vehicle's blob is soon elsewhere, theirs is there again and again.
import type { Box } from '../reader/types.ts';
import { type Blob, gridColumns, gridRows } from './motion.ts';

/** Cells that a blob's sides may differ by and still be the same thing. */
const slack = 2;
/** Seen for `learnMs`, and in this part of the looks since, it is a flicker; not seen for `forgetMs`, forgotten. */
const leastPart = 0.25;
const usual = { learnMs: 12_000, forgetMs: 20_000 };
const most = 64;

interface Place {
  box: Box;
  readonly firstMs: number;
  readonly firstLook: number;
  lastMs: number;
  seen: number;
}

export class Flicker {
  #times: typeof usual;
  #places: Place[] = [];
  #looks = 0;

  constructor(times = usual) {
    this.#times = times;
  }

  /** The blobs that are no flicker. */
  without(blobs: readonly Blob[], atMs: number): Blob[] {
    this.#looks += 1;
    this.#places = this.#places.filter(
      place => atMs - place.lastMs < this.#times.forgetMs && atMs >= place.firstMs,
    );
    return blobs.filter(blob => !this.#isFlicker(blob.box, atMs));
  }

  #isFlicker(box: Box, atMs: number): boolean {
    const place = this.#places.find(known => isSame(known.box, box));
    if (!place) {
      this.#places.push({ box, firstMs: atMs, firstLook: this.#looks, lastMs: atMs, seen: 1 });
      if (this.#places.length > most) this.#places.shift();
      return false;
    }
    place.lastMs = atMs;
    place.seen += 1;
    const part = place.seen / (this.#looks - place.firstLook + 1);
    return atMs - place.firstMs >= this.#times.learnMs && part >= leastPart;
  }
}

function isSame(a: Box, b: Box): boolean {
  return a.every((side, i) => Math.abs(side - b[i]!) * (i % 2 ? gridRows : gridColumns) <= slack + 0.01);
}
