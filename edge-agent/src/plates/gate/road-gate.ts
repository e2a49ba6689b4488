// The first gate: whether a camera's small stream must be decoded at all to see what moves. Two signs may say that
// nothing does, each only after it has proved itself at this camera: the sizes of the pictures, and the key frames,
// which are decoded always (one in two seconds) and show vehicles far down the road before they are near. Either
// one shuts the gate. Where nothing ever moved, nothing could be proved: there both together shut it, once decoded
// pictures have been still for long enough. Where the sizes babble (a constant rate fills up with noise) the key frames
// do so alone, and a quarter of the time is checked. Spot checks go on ever after.
import { Proof } from './proof.ts';
import { SizeSign } from './size-sign.ts';

/** A vehicle seen far away in one key frame is here within this, or seen in the next one. */
const keyHoldMs = 5000;
/** While it is shut, pictures are decoded all the same for so long, so often. */
const checkEveryMs = 60_000;
const checkMs = 4000;
/** So often where key frames alone, which have proved nothing yet, keep it shut. */
const unprovenCheckEveryMs = 10_000;
/** An empty road is taken for one after so long. */
const quietMs = 40_000;
/** Before, what never rests (the clock in the picture) is still being learned, and looks like motion. */
const learnMs = 20_000;
/** Looks with motion this near to each other are one thing that moves; a shorter one is an encoder's key frame, an insect. */
const sameMs = 700;
const thingMs = 600;

export class RoadGate {
  #sizes: SizeSign;
  #sizesProof = new Proof();
  #keysProof = new Proof();
  #keyMotionMs = Number.NEGATIVE_INFINITY;
  #nowMs = 0;
  #checkFromMs = 0;
  #firstMs: number | null = null;
  #quietFromMs = 0;
  /** Something moved that neither sign told of: a still road proves nothing here. */
  #missed = false;
  #movingFromMs = 0;
  #movedMs = Number.NEGATIVE_INFINITY;

  /** `pixels` of the stream's pictures. */
  constructor(pixels: number) {
    this.#sizes = new SizeSign(pixels);
  }

  /** One sign at least may shut it. */
  get proven(): boolean {
    return this.#sizesProof.believed || this.#keysProof.believed;
  }

  get open(): boolean {
    if (this.#nowMs >= this.#checkFromMs && this.#nowMs < this.#checkFromMs + checkMs) return true;
    const [sizesStill, keysStill] = [!this.#sizes.moving, !this.#keysMoving];
    const proven = (this.#sizesProof.believed && sizesStill) || (this.#keysProof.believed && keysStill);
    return !(proven || (this.#empty && !this.#told));
  }

  handlePicture(bytes: number, key: boolean, atMs: number): void {
    this.#nowMs = atMs;
    if (this.#firstMs === null) this.#firstMs = this.#quietFromMs = atMs;
    if (atMs >= this.#checkFromMs + checkMs)
      this.#checkFromMs = atMs + (this.#onKeysAlone ? unprovenCheckEveryMs : checkEveryMs);
    this.#sizes.handlePicture(bytes, key, atMs);
  }

  /** Two key frames were compared: something is elsewhere, near or far. */
  handleKeyMotion(): void {
    this.#keyMotionMs = this.#nowMs;
  }

  /** Two pictures, a moment apart, showed motion where plates are readable. */
  handleMotion(): void {
    if (this.#nowMs - this.#movedMs > sameMs) this.#movingFromMs = this.#nowMs;
    this.#movedMs = this.#nowMs;
    if (this.#nowMs - this.#movingFromMs >= thingMs) this.#handleThing();
    this.#sizesProof.handleMotion(this.#sizes.moving, this.#nowMs);
    this.#keysProof.handleMotion(this.#keysMoving, this.#nowMs);
  }

  /** Two pictures, a moment apart, showed none. */
  handleStill(): void {
    this.#sizesProof.handleStill(this.#sizes.moving, this.#nowMs);
  }

  #handleThing(): void {
    this.#quietFromMs = this.#nowMs;
    const learning = this.#nowMs - (this.#firstMs ?? this.#nowMs) < learnMs;
    if (!learning && !this.#told) this.#missed = true;
  }

  /** A sign that says anything here says that something moves. */
  get #told(): boolean {
    return this.#keysMoving || (this.#sizes.moving && !this.#sizesProof.babbles);
  }

  get #onKeysAlone(): boolean {
    return !this.proven && this.#sizesProof.babbles;
  }

  /** Nothing has moved here for long, and nothing ever unseen by both signs. */
  get #empty(): boolean {
    return !this.#missed && this.#firstMs !== null && this.#nowMs - this.#quietFromMs >= quietMs;
  }

  get #keysMoving(): boolean {
    return this.#nowMs - this.#keyMotionMs <= keyHoldMs;
  }
}
