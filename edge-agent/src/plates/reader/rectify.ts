// Cuts a plate out of the picture and lays it flat: perspective undone, one row of characters.
import { plateHeight, plateWidth, squareToCorners } from './geometry.ts';
import type { Corners, Picture } from './types.ts';

/** A part of the plate and the part of the destination's width it fills, all 0..1. */
interface Strip {
  readonly fromTop: number;
  readonly fromBottom: number;
  readonly fromLeft: number;
  readonly fromRight: number;
  readonly toLeft: number;
  readonly toRight: number;
}

const oneRow: readonly Strip[] = [
  { fromTop: 0, fromBottom: 1, fromLeft: 0, fromRight: 1, toLeft: 0, toRight: 1 },
];
// A two-row plate (440×220, GA 36-2018) parted at 40 % of its height. The upper row's two characters stand in its
// middle; laid in front of the lower ones they get 40 of the recogniser's 112 columns, as in its training.
const upperShare = 40 / 112;
const twoRows: readonly Strip[] = [
  { fromTop: 0, fromBottom: 0.4, fromLeft: 0.125, fromRight: 0.875, toLeft: 0, toRight: upperShare },
  { fromTop: 0.4, fromBottom: 1, fromLeft: 0, fromRight: 1, toLeft: upperShare, toRight: 1 },
];

/** RGB of the plate at width × height, into `out` when given (its length must fit). Outside of the picture: its edge. */
export function rectify(
  picture: Picture,
  corners: Corners,
  rows: 1 | 2,
  width: number,
  height: number,
  out: Uint8Array = new Uint8Array(width * height * 3),
): Uint8Array {
  const perspective = squareToCorners(corners);
  const wide = plateWidth(corners);
  const tall = plateHeight(corners);
  for (const strip of rows === 2 ? twoRows : oneRow) {
    const left = Math.round(strip.toLeft * width);
    const right = Math.round(strip.toRight * width);
    // px of the picture to one px of the plate: above 1.5 a single sample would leave pixels out.
    const across = (wide * (strip.fromRight - strip.fromLeft)) / Math.max(1, right - left);
    const down = (tall * (strip.fromBottom - strip.fromTop)) / height;
    const samplesX = samplesFor(across);
    const samplesY = samplesFor(down);
    sampleStrip(picture, perspective, strip, { width, height, left, right }, samplesX, samplesY, out);
  }
  return out;
}

/** At most 6: of a plate 700 px wide every pixel counts, of a larger one enough do. */
function samplesFor(px: number): number {
  return px > 1.5 ? Math.min(6, Math.round(px)) : 1;
}

interface Target {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
}

function sampleStrip(
  { rgb, widthPx, heightPx }: Picture,
  [a, b, c, d, e, f, g, h]: readonly number[],
  strip: Strip,
  target: Target,
  samplesX: number,
  samplesY: number,
  out: Uint8Array,
): void {
  const lastX = widthPx - 1;
  const lastY = heightPx - 1;
  const share = 1 / (samplesX * samplesY);
  const stepU = (strip.fromRight - strip.fromLeft) / (target.right - target.left);
  const stepV = (strip.fromBottom - strip.fromTop) / target.height;
  for (let row = 0; row < target.height; row++) {
    let to = (row * target.width + target.left) * 3;
    for (let column = target.left; column < target.right; column++, to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sub = 0; sub < samplesY; sub++) {
        const v = strip.fromTop + (row + (sub + 0.5) / samplesY) * stepV;
        for (let part = 0; part < samplesX; part++) {
          const u = strip.fromLeft + (column - target.left + (part + 0.5) / samplesX) * stepU;
          const scale = 1 / (g! * u + h! * v + 1);
          // −0.5: the middle of the first pixel stands at 0.5. Clamped, so that no corner reads outside.
          let x = (a! * u + b! * v + c!) * scale - 0.5;
          let y = (d! * u + e! * v + f!) * scale - 0.5;
          x = x > 0 ? Math.min(x, lastX) : 0;
          y = y > 0 ? Math.min(y, lastY) : 0;
          const x0 = x | 0;
          const y0 = y | 0;
          const fx = x - x0;
          const fy = y - y0;
          const at = (y0 * widthPx + x0) * 3;
          const right = x0 < lastX ? 3 : 0;
          const below = y0 < lastY ? widthPx * 3 : 0;
          const w00 = (1 - fx) * (1 - fy);
          const w10 = fx * (1 - fy);
          const w01 = (1 - fx) * fy;
          const w11 = fx * fy;
          red +=
            rgb[at]! * w00 + rgb[at + right]! * w10 + rgb[at + below]! * w01 + rgb[at + below + right]! * w11;
          green +=
            rgb[at + 1]! * w00 +
            rgb[at + right + 1]! * w10 +
            rgb[at + below + 1]! * w01 +
            rgb[at + below + right + 1]! * w11;
          blue +=
            rgb[at + 2]! * w00 +
            rgb[at + right + 2]! * w10 +
            rgb[at + below + 2]! * w01 +
            rgb[at + below + right + 2]! * w11;
        }
      }
      out[to] = red * share + 0.5;
      out[to + 1] = green * share + 0.5;
      out[to + 2] = blue * share + 0.5;
    }
  }
}
