// Boxes and corners: what is a plausible plate, and the perspective between two quadrilaterals.
import type { Box, Corners, Picture, Pt } from './types.ts';

export function boxCorners([left, top, right, bottom]: Box): Corners {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

export function cornersBox(corners: Corners): Box {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (!(width > 0) || !(height > 0)) return 0;
  const both = width * height;
  return both / (boxArea(a) + boxArea(b) - both);
}

export function boxArea([left, top, right, bottom]: Box): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** The part of a box inside the picture, in whole px; null when nothing of it is. */
export function clipBox(box: Box, picture: Pick<Picture, 'widthPx' | 'heightPx'>): Box | null {
  if (!box.every(Number.isFinite)) return null;
  const left = Math.max(0, Math.floor(box[0]));
  const top = Math.max(0, Math.floor(box[1]));
  const right = Math.min(picture.widthPx, Math.ceil(box[2]));
  const bottom = Math.min(picture.heightPx, Math.ceil(box[3]));
  return right > left && bottom > top ? [left, top, right, bottom] : null;
}

const between = (a: Pt, b: Pt) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Mean of the two long sides, px. */
export function plateWidth([tl, tr, br, bl]: Corners): number {
  return (between(tl, tr) + between(bl, br)) / 2;
}

/** Mean of the two short sides, px. */
export function plateHeight([tl, tr, br, bl]: Corners): number {
  return (between(tl, bl) + between(tr, br)) / 2;
}

/** Of the line from the left side's middle to the right side's, degrees, clockwise positive. */
export function plateAngle([tl, tr, br, bl]: Corners): number {
  const dx = tr[0] + br[0] - tl[0] - bl[0];
  const dy = tr[1] + br[1] - tl[1] - bl[1];
  return dx === 0 && dy === 0 ? 0 : (Math.atan2(dy, dx) * 180) / Math.PI;
}

/**
 * Whether corners can be a plate's: finite, convex, clockwise, the top left one on the left, and in shape between
 * a motorcycle's 220×140 seen head-on and a long plate seen from the side or above.
 */
export function plausibleCorners(corners: Corners, box: Box): boolean {
  if (!corners.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return false;
  for (let at = 0; at < 4; at++) {
    const [a, b, c] = [corners[at]!, corners[(at + 1) % 4]!, corners[(at + 2) % 4]!];
    // y grows downwards: a right turn at every corner.
    if (!((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 1)) return false;
  }
  const width = plateWidth(corners);
  const height = plateHeight(corners);
  if (!(width >= 4 && height >= 2 && width / height >= 0.9 && width / height <= 9)) return false;
  if (Math.abs(plateAngle(corners)) > 60) return false;
  // The two heads of the net look at the same plate, or one of them is wrong.
  return overlap(cornersBox(corners), box) >= 0.4;
}

/** Corners moved outwards by these parts of the plate's width and height. */
export function widened(corners: Corners, byWidth: number, byHeight: number): Corners {
  const [tl, tr, br, bl] = corners;
  const move = (at: Pt, along: Pt, down: Pt): Pt => [
    at[0] + (at[0] - along[0]) * byWidth + (at[0] - down[0]) * byHeight,
    at[1] + (at[1] - along[1]) * byWidth + (at[1] - down[1]) * byHeight,
  ];
  return [move(tl, tr, bl), move(tr, tl, br), move(br, bl, tr), move(bl, br, tl)];
}

/**
 * The eight numbers of the perspective that takes the unit square to the corners (Heckbert 1989, §2.2.2):
 * x = (a·u + b·v + c)/(g·u + h·v + 1), y = (d·u + e·v + f)/(g·u + h·v + 1).
 */
export function squareToCorners([tl, tr, br, bl]: Corners): readonly number[] {
  const dx1 = tr[0] - br[0];
  const dy1 = tr[1] - br[1];
  const dx2 = bl[0] - br[0];
  const dy2 = bl[1] - br[1];
  const sx = tl[0] - tr[0] + br[0] - bl[0];
  const sy = tl[1] - tr[1] + br[1] - bl[1];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = area === 0 ? 0 : (sx * dy2 - dx2 * sy) / area;
  const h = area === 0 ? 0 : (dx1 * sy - sx * dy1) / area;
  return [
    tr[0] - tl[0] + g * tr[0],
    bl[0] - tl[0] + h * bl[0],
    tl[0],
    tr[1] - tl[1] + g * tr[1],
    bl[1] - tl[1] + h * bl[1],
    tl[1],
    g,
    h,
  ];
}
