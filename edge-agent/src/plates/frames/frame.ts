// One decoded picture, as the decoder gives it: planes of luma and half-size colour (4:2:0). Colour is only made of
// the parts that are looked at.

import type { Box, Picture } from '../reader/types.ts';
import type { Lease } from './frame-pool.ts';

export interface Frame {
  /** Y plane, then U, then V; rows without padding. */
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** When it was taken, edge's clock. */
  readonly takenMs: number;
  /** Of its buffer, where that is to be used again. */
  readonly lease?: Lease;
}

export function frameBytes(widthPx: number, heightPx: number): number {
  return widthPx * heightPx + 2 * Math.ceil(widthPx / 2) * Math.ceil(heightPx / 2);
}

/**
 * A part of the picture as RGB, made smaller by a whole number (mean of the luma it covers). `box` in px; what
 * lies outside the picture is cut off. The result starts at the box's left and top, moved into the picture.
 */
export function toRgb(frame: Frame, box: Box, scale = 1): { picture: Picture; left: number; top: number } {
  const { data, widthPx, heightPx } = frame;
  const left = Math.max(0, Math.min(widthPx - scale, Math.floor(box[0])));
  const top = Math.max(0, Math.min(heightPx - scale, Math.floor(box[1])));
  const columns = Math.max(1, Math.floor((Math.min(widthPx, Math.ceil(box[2])) - left) / scale));
  const rows = Math.max(1, Math.floor((Math.min(heightPx, Math.ceil(box[3])) - top) / scale));
  const rgb = new Uint8ClampedArray(columns * rows * 3);
  const chromaWidth = Math.ceil(widthPx / 2);
  const planeU = widthPx * heightPx;
  const planeV = planeU + chromaWidth * Math.ceil(heightPx / 2);
  // Untagged streams are read as their makers mean them: high definition is BT.709, the rest BT.601.
  const [rv, gu, gv, bu] = heightPx >= 720 ? bt709 : bt601;
  const half = scale >> 1;
  const share = 1 / (scale * scale);
  let out = 0;
  for (let row = 0; row < rows; row++) {
    const y = top + row * scale;
    const chromaRow = ((y + half) >> 1) * chromaWidth;
    for (let column = 0; column < columns; column++) {
      const x = left + column * scale;
      let at = y * widthPx + x;
      let luma = data[at]!;
      if (scale === 2) luma = (luma + data[at + 1]! + data[at + widthPx]! + data[at + widthPx + 1]! + 2) >> 2;
      else if (scale > 2) luma = (blockSum(data, widthPx, x, y, scale) * share) | 0;
      at = chromaRow + ((x + half) >> 1);
      const u = data[planeU + at]! - 128;
      const v = data[planeV + at]! - 128;
      const grey = (luma - 16) * 298 + 128;
      rgb[out] = (grey + rv * v) >> 8;
      rgb[out + 1] = (grey - gu * u - gv * v) >> 8;
      rgb[out + 2] = (grey + bu * u) >> 8;
      out += 3;
    }
  }
  return {
    picture: { rgb: new Uint8Array(rgb.buffer), widthPx: columns, heightPx: rows },
    left,
    top,
  };
}

/** ITU-R BT.709-6 and BT.601-7, studio range, in 1/256: R of V, G of U, G of V, B of U. */
const bt709 = [459, 55, 136, 541] as const;
const bt601 = [409, 100, 208, 516] as const;

function blockSum(data: Uint8Array, stride: number, x: number, y: number, size: number): number {
  let sum = 0;
  for (let dy = 0; dy < size; dy++) {
    const row = (y + dy) * stride + x;
    for (let dx = 0; dx < size; dx++) sum += data[row + dx]!;
  }
  return sum;
}
