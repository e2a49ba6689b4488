// One vehicle's plate over time: where it was seen, what was read, which sighting was best.
import type { PlateColour } from '@brightwall/protocol/plate';
import type { Frame } from '../frames/frame.ts';
import type { Box, FoundPlate } from '../reader/types.ts';
import { Candidates } from './candidates.ts';
import { MotionModel, type Place, placeOf } from './motion-model.ts';
import { kindOf } from './plate-kind.ts';
import { type Ballot, type Elected, elect } from './vote.ts';

/** The sighting a passage shows. */
export interface Scene {
  readonly frame: Frame;
  readonly plate: FoundPlate;
  /** What moved around the plate, px; null when nothing did. */
  readonly moved: Box | null;
  readonly quality: number;
}

/** A wide plate is read as well as it gets. */
const wideEnoughPx = 110;
const maxBallots = 12;
/** Readings of this much together need no further one. */
const settledConfidence = 0.97;
const settledAgreeing = 2;
/** Or so many that say the same, each fairly sure. */
const plentyAgreeing = 3;
const plentyConfidence = 0.9;
/** Looks kept, and how much smaller than the best of them the plate has become: nothing better will come. */
const enoughLooks = 4;
const shrunk = 0.85;

export class Track {
  readonly serial: number;
  readonly firstMs: number;
  readonly motion: MotionModel;
  readonly first: Place;
  /** Sightings. */
  hits = 1;
  /** The passage of this track was sent: a vehicle that stands has one only. */
  sent = false;
  scoreSum: number;
  /** Where it was widest. */
  angleDeg: number;
  widest: Place & { readonly atMs: number };
  /** Looks not read yet. */
  readonly looks = new Candidates();
  looksKept = 0;
  readsTried = 0;
  framesRead = 0;
  scene: Scene | null = null;
  #ballots: Ballot[] = [];
  #colours = new Map<PlateColour, number>();
  #rows = [0, 0];
  #sharpness: number[] = [];
  #elected: Elected | null = null;

  constructor(serial: number, plate: FoundPlate, atMs: number) {
    this.serial = serial;
    this.firstMs = atMs;
    const place = placeOf(plate.box, plate.widthPx);
    this.first = place;
    this.motion = new MotionModel(place, atMs);
    this.scoreSum = plate.score;
    this.angleDeg = plate.angleDeg;
    this.widest = { ...place, atMs };
    this.#note(plate);
  }

  get lastMs(): number {
    return this.motion.lastMs;
  }

  get meanScore(): number {
    return this.scoreSum / this.hits;
  }

  get elected(): Elected | null {
    return this.#elected;
  }

  get colour(): PlateColour {
    return [...this.#colours].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown';
  }

  get rows(): 1 | 2 {
    return this.#rows[1]! > this.#rows[0]! ? 2 : 1;
  }

  /** Median of the pictures that were read; null when none was. */
  get sharpness(): number | null {
    const sorted = [...this.#sharpness].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? null;
  }

  /** Several readings agree, surely enough that more would change nothing. */
  get settled(): boolean {
    const elected = this.#elected;
    if (!elected) return false;
    const { confidence, agreeing } = elected;
    return (
      (confidence >= settledConfidence && agreeing >= settledAgreeing) ||
      (confidence >= plentyConfidence && agreeing >= plentyAgreeing)
    );
  }

  /** The vehicle drives away and was seen well: the looks to come are worse than those there are. */
  get satisfied(): boolean {
    return this.looksKept >= enoughLooks && this.motion.last.width < this.widest.width * shrunk;
  }

  sight(plate: FoundPlate, atMs: number): void {
    const place = placeOf(plate.box, plate.widthPx);
    this.motion.update(place, atMs);
    this.hits += 1;
    this.scoreSum += plate.score;
    if (place.width > this.widest.width) {
      this.widest = { ...place, atMs };
      this.angleDeg = plate.angleDeg;
    }
    this.#note(plate);
  }

  /** A sighting was handed to the reader; `plate.reading` is what came of it. */
  noteRead(plate: FoundPlate): void {
    this.readsTried += 1;
    this.#sharpness = [...this.#sharpness.slice(-15), plate.sharpness];
    if (!plate.reading) return;
    this.framesRead += 1;
    const weight = Math.min(1, plate.widthPx / wideEnoughPx) * (0.4 + 0.6 * plate.sharpness);
    this.#ballots.push({ reading: plate.reading, weight });
    if (this.#ballots.length > maxBallots) {
      // The least of them says least.
      const worth = (b: Ballot) => b.weight * b.reading.confidence;
      this.#ballots.sort((a, b) => worth(b) - worth(a)).pop();
    }
    this.#elected = elect(this.#ballots, this.colour, kindOf);
  }

  /** Keeps the sighting for the pictures when it is the best so far. */
  offerScene(scene: Scene): void {
    if (this.sent || (this.scene && scene.quality <= this.scene.quality)) return;
    this.dropScene();
    scene.frame.lease?.hold();
    this.scene = scene;
  }

  dropScene(): void {
    this.scene?.frame.lease?.release();
    this.scene = null;
  }

  #note(plate: FoundPlate): void {
    const votes = plate.score * plate.widthPx;
    if (plate.colour !== 'unknown')
      this.#colours.set(plate.colour, (this.#colours.get(plate.colour) ?? 0) + votes);
    this.#rows[plate.rows - 1]! += votes;
  }
}
