// Whether a cheap sign of motion may be relied on. It is held against what the decoded pictures show, and believed
// once it has told of nearly all that moved; it is doubted again as soon as it misses more. A sign that tells of motion
// where there is none, again and again, babbles: it is no reason to look.
/** Before so long, the sign is still learning what quiet is: nothing is held against it. */
const learnMs = 20_000;
/** Pictures that showed motion before it is believed, and the part of them it may have missed. */
const wanted = 50;
const missesBelieved = 0.02;
const missesDoubted = 0.06;
/** Old proofs count half after so many newer ones. */
const halfProofs = 600;
/** Pictures of a still road before it may be said to babble, and the part of them it called moving. */
const stillWanted = 30;
const falseAlarms = 0.25;

export class Proof {
  #firstMs: number | null = null;
  #showed = 0;
  #missed = 0;
  #believed = false;
  #still = 0;
  #alarms = 0;

  get believed(): boolean {
    return this.#believed;
  }

  /** It calls a still road moving so often that it says nothing. */
  get babbles(): boolean {
    return this.#still >= stillWanted && this.#alarms / this.#still > falseAlarms;
  }

  /** Pictures were compared and showed none; `told`: the sign had said that something moves. */
  handleStill(told: boolean, atMs: number): void {
    this.#firstMs ??= atMs;
    if (atMs - this.#firstMs < learnMs) return;
    const keep = 0.5 ** (1 / halfProofs);
    this.#still = this.#still * keep + 1;
    this.#alarms = this.#alarms * keep + (told ? 1 : 0);
  }

  /** Pictures were compared and showed motion; `told`: the sign had said so. */
  handleMotion(told: boolean, atMs: number): void {
    this.#firstMs ??= atMs;
    if (atMs - this.#firstMs < learnMs) return;
    const keep = 0.5 ** (1 / halfProofs);
    this.#showed = this.#showed * keep + 1;
    this.#missed = this.#missed * keep + (told ? 0 : 1);
    const share = this.#missed / this.#showed;
    if (this.#believed && share > missesDoubted) {
      this.#believed = false;
      this.#showed = 0;
      this.#missed = 0;
    } else if (!this.#believed && this.#showed >= wanted && share <= missesBelieved) this.#believed = true;
  }
}
