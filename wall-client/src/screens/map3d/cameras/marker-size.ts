// How large a camera is drawn: like an icon from afar, like a thing from near. The shader does the same sum
// for each camera with its own distance; here it is for picking and for cards.
import type { View } from '../view.ts';

/** Drawn height of a mast in units of the model (shaders.ts), head included. */
export const mastUnits = 30;
/** No mast is drawn taller than this, pixels. */
export const tallestPx = 200;
/** A mast is never drawn lower than this, metres. */
export const leastMastM = 7;

/** Pixels per unit of the model at the map's centre. */
export function unitPixels(zoom: number, scale: number, count: number): number {
  const grown = 0.34 + (zoom - 12.5) * 0.2;
  return Math.min(1.05, Math.max(0.3, grown)) * crowd(zoom, count) * scale;
}

/** Thousands of cameras are drawn smaller, down to a half, until one is near enough for them to stand apart. */
export function crowd(zoom: number, count: number): number {
  const crowded = Math.min(1, Math.max(0.5, Math.sqrt(400 / Math.max(1, count))));
  const near = Math.min(1, Math.max(0, (zoom - 16.2) / 1.6));
  return crowded + (1 - crowded) * near;
}

/** From this many pixels a unit on, at scale 1, a camera is drawn as a body: of a smaller one nobody sees the sides. */
const bodyFromPx = 0.75;

/** Pixels a unit from which a camera is drawn as a body, and how far from the eye (clip space's w) that may be. */
export function bodyReach(
  { unitPx, metresPerPx, centreW }: View,
  scale: number,
): { bodyPx: number; bodyW: number } {
  const bodyPx = bodyFromPx * scale;
  const ratio = Math.max(
    leastMastM / mastUnits / metresPerPx / bodyPx,
    (unitPx / bodyPx) ** (1 / shrinkPower),
  );
  return { bodyPx, bodyW: centreW * ratio };
}

/** Farther cameras shrink, but slower than the city does: perspective^0.5. */
export const shrinkPower = 0.5;

/** Metres per unit of the model for a camera at `w` when the map's centre is at `centreW` (clip space). */
export function unitMetres(pixels: number, metresPerPx: number, w: number, centreW: number): number {
  const ratio = Math.max(0.05, w / centreW);
  return Math.max(leastMastM / mastUnits, pixels * metresPerPx * ratio ** (1 - shrinkPower));
}
