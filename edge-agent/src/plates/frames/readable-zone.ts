// Where in the picture plates are large enough to be read, learned from what is found: vehicles far down the road
// move for many seconds before, or after, their plate is worth a look. The picture is taken in bands, and what
// moves is told by where it stands on the road: its lowest edge.
//
// What was learned is never final: every so often a band given up is looked at again, and all is forgotten slowly.
const bands = 18;
/** A band is worth looking at when one look in this many finds a readable plate. */
const worthOneIn = 15;
/** Taken as found before the first look, so that every band is tried. */
const priorFound = 1;
const priorLooks = 5;
/** What was given up is looked at all the same for so long, so often. */
const exploreEveryMs = 60_000;
const exploreMs = 600;
/** Old looks count half after this many newer ones. */
const halfLooks = 400;
const keptWidths = 200;
/** Narrower than the first no plate is worth reading anywhere, wider than the second every one is. */
const leastPx = 16;
const mostPx = 40;

export class ReadableZone {
  #looks = new Float64Array(bands);
  #found = new Float64Array(bands);
  #exploredMs = 0;
  #widths: number[] = [];
  #minimumPx = 30;

  /** Width from which on a plate here is worth reading, px of this stream. */
  get minimumPx(): number {
    return this.#minimumPx;
  }

  /** `bottom`: part of the picture's height. Also true now and then where it was given up. */
  worth(bottom: number, atMs: number): boolean {
    if (this.known(bottom)) return true;
    // The camera's clock may have been set.
    if (Math.abs(atMs - this.#exploredMs) > exploreEveryMs) this.#exploredMs = atMs;
    return atMs - this.#exploredMs < exploreMs && atMs >= this.#exploredMs;
  }

  /** Plates that can be read are found here, or it was not tried often enough to tell. */
  known(bottom: number): boolean {
    const band = bandOf(bottom);
    return (this.#found[band]! + priorFound) / (this.#looks[band]! + priorLooks) >= 1 / worthOneIn;
  }

  /** Something that stands at `bottom` was looked at. */
  noteLook(bottom: number, readable: boolean): void {
    const band = bandOf(bottom);
    const keep = 0.5 ** (1 / halfLooks);
    this.#looks[band] = this.#looks[band]! * keep + 1;
    this.#found[band] = this.#found[band]! * keep + (readable ? 1 : 0);
  }

  /** The widest a vehicle's plate was. The smallest worth reading follows from what is usual here. */
  noteWidest(widthPx: number): void {
    this.#widths.push(widthPx);
    if (this.#widths.length > keptWidths) this.#widths.shift();
    if (this.#widths.length < 10) return;
    const sorted = [...this.#widths].sort((a, b) => a - b);
    const wide = sorted[Math.floor(sorted.length * 0.9)]!;
    this.#minimumPx = Math.max(leastPx, Math.min(mostPx, wide * 0.35));
  }

  /** Another stream of the same camera is read: what was a pixel is `scale` of its pixels. */
  rescale(scale: number): void {
    this.#widths = this.#widths.map(width => width * scale);
    this.#minimumPx = Math.max(leastPx, Math.min(mostPx, this.#minimumPx * scale));
  }

  /** The camera was turned: nothing learned holds. */
  forget(): void {
    this.#looks.fill(0);
    this.#found.fill(0);
  }
}

function bandOf(bottom: number): number {
  return Math.max(0, Math.min(bands - 1, Math.ceil(bottom * bands) - 1));
}
