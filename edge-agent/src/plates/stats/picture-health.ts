// Whether a camera's pictures can show a plate at all: the small ones made for thumbnails are looked at, so that this
// costs nothing where nothing moves.
import type { PlateStateKind } from '@brightwall/protocol/plate-setup';
import type { Picture } from '../reader/types.ts';

export type PictureTrouble = Extract<PlateStateKind, 'frozen' | 'glare' | 'dark'>;

/** No sensor sees the same twice: pictures alike in every single pixel, for so long, are one picture sent again. */
const frozenMs = 30_000;
/** Blown out for the sensor, and the part of the picture that is when the sun stands in it. */
const blownLuma = 250;
const glarePart = 0.3;
/** Nothing brighter than this in all but a hundredth of the picture: neither lamps nor plates. */
const darkLuma = 40;
/** Pictures in a row that must agree: headlamps pass. */
const agreeing = 3;

export class PictureHealth {
  #before: Uint8Array | null = null;
  #sameSinceMs: number | null = null;
  #troubles: (PictureTrouble | null)[] = [];
  #lastMs: number | null = null;

  /** When the last picture came, edge's clock; null before the first. */
  get lastMs(): number | null {
    return this.#lastMs;
  }

  get trouble(): PictureTrouble | null {
    if (this.#sameSinceMs !== null && this.#lastMs! - this.#sameSinceMs >= frozenMs) return 'frozen';
    const [first] = this.#troubles;
    return this.#troubles.length === agreeing && this.#troubles.every(t => t === first) ? first! : null;
  }

  handlePicture({ rgb }: Pick<Picture, 'rgb'>, takenMs: number): void {
    const same = this.#before !== null && equal(this.#before, rgb);
    if (!same) this.#sameSinceMs = takenMs;
    this.#before = rgb.slice();
    this.#lastMs = takenMs;
    this.#troubles = [lightOf(rgb), ...this.#troubles].slice(0, agreeing);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function lightOf(rgb: Uint8Array): PictureTrouble | null {
  let blown = 0;
  let lit = 0;
  const pixels = rgb.length / 3;
  for (let i = 0; i < rgb.length; i += 3) {
    const luma = (rgb[i]! * 77 + rgb[i + 1]! * 150 + rgb[i + 2]! * 29) >> 8;
    if (luma >= blownLuma) blown += 1;
    if (luma > darkLuma) lit += 1;
  }
  if (blown > pixels * glarePart) return 'glare';
  return lit < pixels * 0.01 ? 'dark' : null;
}
