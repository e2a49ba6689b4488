// The best looks at one plate, cut out and kept until its vehicle is gone: then a few of them are read, the best
// first, and no more than are needed. Read as they come, the first would be the smallest.
import type { FoundPlate, Picture } from '../reader/types.ts';

export interface Candidate {
  /** In px of the whole picture. */
  readonly plate: FoundPlate;
  /** The plate with a margin. */
  readonly picture: Picture;
  /** Where the cut lies in the whole picture, px. */
  readonly left: number;
  readonly top: number;
  readonly takenMs: number;
  readonly merit: number;
}

const most = 6;
/** Wider than this nothing more is seen. */
const wideEnoughPx = 160;

export class Candidates {
  #kept: Candidate[] = [];

  get size(): number {
    return this.#kept.length;
  }

  /** Whether a look of this merit would be kept: only then is it cut out. */
  wants(merit: number): boolean {
    return this.#kept.length < most || merit > this.#kept.at(-1)!.merit;
  }

  add(candidate: Candidate): void {
    this.#kept.push(candidate);
    this.#kept.sort((a, b) => b.merit - a.merit);
    this.#kept.length = Math.min(most, this.#kept.length);
  }

  /** The best that is left; it is given once. */
  take(): Candidate | null {
    return this.#kept.shift() ?? null;
  }
}

/** `whole`: not cut off by the picture's edge. */
export function meritOf(plate: FoundPlate, whole: boolean): number {
  const level = 1 - Math.min(0.5, Math.abs(plate.angleDeg) / 60);
  return Math.min(wideEnoughPx, plate.widthPx) * plate.score * (whole ? 1 : 0.4) * level;
}
