// How large a camera's picture stands over the map. Like a thing in the city: it grows with the zoom and shrinks
// with distance, a little slower than the city does. The shader does the same sum (draw/board-shaders.ts).
import type { View } from '../../cameras/pick.ts';

/** Width on the ground of a picture at the map's centre, metres: 100 px where the map opens. */
export const boardM = 96;
/** No wider than this at scale 1, CSS pixels: beyond it a window shows more. */
export const maxBoardPx = 340;
/** perspective^0.6. */
export const boardShrink = 0.6;
export const boardAspect = 16 / 9;
/** Of the width: how far above its camera's head the picture begins; the pointer stands there. */
export const pointerShare = 0.07;

/** Width in CSS pixels for a camera at `w` (clip space). */
export function boardPixels(view: Pick<View, 'metresPerPx' | 'centreW'>, scale: number, w: number): number {
  const ratio = Math.max(0.05, w / view.centreW);
  return Math.min(maxBoardPx * scale, boardM / view.metresPerPx / ratio ** boardShrink);
}
