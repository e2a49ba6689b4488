// Where a plate will be: constant speed over the picture, constant rate of growth. Speeds are smoothed over the
// sightings, each weighing by how long it is since the one before.
import type { Box } from '../reader/types.ts';

export interface Place {
  /** Centre, px. */
  readonly x: number;
  readonly y: number;
  /** Width of the plate, px. */
  readonly width: number;
}

/** A speed is forgotten by half within about two sightings: vehicles turn and brake. */
const learn = 0.6;
/** Beyond this a constant speed says nothing any more. */
const farthestS = 1.5;
/** Of ln(width): nothing is taken to come more than twice as near unseen. */
const mostGrowth = 0.6;

export class MotionModel {
  #at: Place;
  #atMs: number;
  #speedX = 0;
  #speedY = 0;
  /** Of ln(width), a second. */
  #growth = 0;
  #sightings = 1;

  constructor(at: Place, atMs: number) {
    this.#at = at;
    this.#atMs = atMs;
  }

  get last(): Place {
    return this.#at;
  }

  get lastMs(): number {
    return this.#atMs;
  }

  /** px a second. */
  get speed(): readonly [x: number, y: number] {
    return [this.#speedX, this.#speedY];
  }

  get sightings(): number {
    return this.#sightings;
  }

  predict(atMs: number): Place {
    const seconds = Math.min(farthestS, Math.max(0, (atMs - this.#atMs) / 1000));
    return {
      x: this.#at.x + this.#speedX * seconds,
      y: this.#at.y + this.#speedY * seconds,
      width: this.#at.width * Math.exp(Math.max(-mostGrowth, Math.min(mostGrowth, this.#growth * seconds))),
    };
  }

  update(at: Place, atMs: number): void {
    const seconds = (atMs - this.#atMs) / 1000;
    if (seconds > 0) {
      const part = this.#sightings === 1 ? 1 : learn;
      this.#speedX += ((at.x - this.#at.x) / seconds - this.#speedX) * part;
      this.#speedY += ((at.y - this.#at.y) / seconds - this.#speedY) * part;
      this.#growth += (Math.log(at.width / this.#at.width) / seconds - this.#growth) * part;
    }
    this.#at = at;
    this.#atMs = atMs;
    this.#sightings += 1;
  }
}

export function placeOf(box: Box, widthPx: number): Place {
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, width: widthPx };
}
