// Fits a part of the picture into the detector's input: scaled by area, aspect kept, the rest left grey.
import type { Box, Picture } from './types.ts';

/** How net pixels and picture pixels hang together: picture = net × scale + offset. */
export interface Fit {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** Training pads with the same grey. */
const grey = 114;
/** A picture that nearly fills the net is copied as it is: enlarging it shows nothing new and takes 2.7 ms. */
const hardlyLarger = 0.9;

/** `region` in whole px inside the picture. Writes netWidth × netHeight × 3 bytes into `out`. */
export function fitInto(
  { rgb, widthPx }: Picture,
  region: Box,
  netWidth: number,
  netHeight: number,
  out: Uint8Array,
): Fit {
  const [left, top, right, bottom] = region;
  const width = right - left;
  const height = bottom - top;
  const exact = Math.max(width / netWidth, height / netHeight);
  const scale = exact < 1 && exact > hardlyLarger ? 1 : exact;
  const usedWidth = Math.max(1, Math.min(netWidth, Math.round(width / scale)));
  const usedHeight = Math.max(1, Math.min(netHeight, Math.round(height / scale)));
  if (usedWidth < netWidth || usedHeight < netHeight) out.fill(grey);
  if (scale === 1) copy(rgb, widthPx, region, netWidth, out);
  else if (scale > 1) shrink(rgb, widthPx, region, usedWidth, usedHeight, netWidth, out);
  else stretch(rgb, widthPx, region, usedWidth, usedHeight, netWidth, out);
  return { scale, offsetX: left, offsetY: top };
}

/** Mean of all pixels a net pixel covers; part-covered ones count for the share that is covered. */
function shrink(
  rgb: Uint8Array,
  stride: number,
  [left, top, right, bottom]: Box,
  toWidth: number,
  toHeight: number,
  outStride: number,
  out: Uint8Array,
): void {
  const columns = right - left;
  const rows = bottom - top;
  const stepX = columns / toWidth;
  const stepY = rows / toHeight;
  // The rows under one net row, added up. (Whole numbers instead of floats measured slower.)
  const sums = new Float32Array(columns * 3);
  for (let row = 0; row < toHeight; row++) {
    const fromY = row * stepY;
    const untilY = Math.min(rows, fromY + stepY);
    sums.fill(0);
    for (let y = Math.floor(fromY); y < untilY; y++) {
      const weight = Math.min(y + 1, untilY) - Math.max(y, fromY);
      addRow(rgb, ((top + y) * stride + left) * 3, weight, sums);
    }
    let fromX = 0;
    for (let column = 0; column < toWidth; column++) {
      const untilX = Math.min(columns, (column + 1) * stepX);
      const first = fromX | 0;
      const last = Math.min(columns - 1, Math.ceil(untilX) - 1);
      let weight = Math.min(first + 1, untilX) - fromX;
      let at = first * 3;
      let red = sums[at]! * weight;
      let green = sums[at + 1]! * weight;
      let blue = sums[at + 2]! * weight;
      for (let x = first + 1; x < last; x++) {
        at += 3;
        red += sums[at]!;
        green += sums[at + 1]!;
        blue += sums[at + 2]!;
      }
      if (last > first) {
        weight = untilX - last;
        at = last * 3;
        red += sums[at]! * weight;
        green += sums[at + 1]! * weight;
        blue += sums[at + 2]! * weight;
      }
      const share = 1 / ((untilX - fromX) * (untilY - fromY));
      const to = (row * outStride + column) * 3;
      out[to] = red * share + 0.5;
      out[to + 1] = green * share + 0.5;
      out[to + 2] = blue * share + 0.5;
      fromX = untilX;
    }
  }
}

function addRow(rgb: Uint8Array, line: number, weight: number, sums: Float32Array): void {
  const end = sums.length;
  for (let at = 0; at < end; at++) sums[at]! += rgb[line + at]! * weight;
}

/** Bilinear. */
function stretch(
  rgb: Uint8Array,
  stride: number,
  [left, top, right, bottom]: Box,
  toWidth: number,
  toHeight: number,
  outStride: number,
  out: Uint8Array,
): void {
  const stepX = (right - left) / toWidth;
  const stepY = (bottom - top) / toHeight;
  for (let row = 0; row < toHeight; row++) {
    const y = Math.min(bottom - 1, Math.max(top, top + (row + 0.5) * stepY - 0.5));
    const y0 = Math.floor(y);
    const fy = y - y0;
    const below = y0 + 1 < bottom ? stride * 3 : 0;
    for (let column = 0; column < toWidth; column++) {
      const x = Math.min(right - 1, Math.max(left, left + (column + 0.5) * stepX - 0.5));
      const x0 = Math.floor(x);
      const fx = x - x0;
      const beside = x0 + 1 < right ? 3 : 0;
      const at = (y0 * stride + x0) * 3;
      const to = (row * outStride + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const p = at + channel;
        const upper = rgb[p]! * (1 - fx) + rgb[p + beside]! * fx;
        const lower = rgb[p + below]! * (1 - fx) + rgb[p + below + beside]! * fx;
        out[to + channel] = upper * (1 - fy) + lower * fy + 0.5;
      }
    }
  }
}

function copy(
  rgb: Uint8Array,
  stride: number,
  [left, top, right, bottom]: Box,
  outStride: number,
  out: Uint8Array,
): void {
  for (let row = top; row < bottom; row++) {
    const from = (row * stride + left) * 3;
    out.set(rgb.subarray(from, from + (right - left) * 3), (row - top) * outStride * 3);
  }
}
