// The first gate: whether a camera's small stream must be decoded at all to see what moves. Two signs may say that
// nothing does, each only after it has proved itself at this camera: the sizes of the pictures, and the key frames,
// which are decoded always (one in two seconds) and show vehicles far down the road before they are near. Either
// one shuts the gate; spot checks go on ever after.
import { Proof } from './proof.ts';
import { SizeSign } from './size-sign.ts';

/** A vehicle seen far away in one key frame is here within this, or seen in the next one. */
const keyHoldMs = 5000;
/** While it is shut, pictures are decoded all the same for so long, so often. */
const checkEveryMs = 60_000;
const checkMs = 4000;

export class RoadGate {
  #sizes: SizeSign;
  #sizesProof = new Proof();
  #keysProof = new Proof();
  #keyMotionMs = Number.NEGATIVE_INFINITY;
  #nowMs = 0;
  #checkFromMs = 0;

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
    const still =
      (this.#sizesProof.believed && !this.#sizes.moving) || (this.#keysProof.believed && !this.#keysMoving);
    return !still;
  }

  handlePicture(bytes: number, key: boolean, atMs: number): void {
    this.#nowMs = atMs;
    if (atMs >= this.#checkFromMs + checkMs) this.#checkFromMs = atMs + checkEveryMs;
    this.#sizes.handlePicture(bytes, key, atMs);
  }

  /** Two key frames were compared: something is elsewhere, near or far. */
  handleKeyMotion(): void {
    this.#keyMotionMs = this.#nowMs;
  }

  /** Two pictures, a moment apart, showed motion where plates are readable. */
  handleMotion(): void {
    this.#sizesProof.handleMotion(this.#sizes.moving, this.#nowMs);
    this.#keysProof.handleMotion(this.#keysMoving, this.#nowMs);
  }

  get #keysMoving(): boolean {
    return this.#nowMs - this.#keyMotionMs <= keyHoldMs;
  }
}
