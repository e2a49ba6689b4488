// Which camera is under the pointer: asked of those that stand near it only, at every move of the mouse.

import type { View } from '../view.ts';
import type { CameraInstances } from './camera-instances.ts';
import { mastUnits, tallestPx, unitMetres } from './marker-size.ts';
import type { PlaceCells } from './place-cells.ts';

export type { View } from '../view.ts';

export interface ScreenPoint {
  x: number;
  y: number;
  w: number;
}

/** A local point on the screen; null behind the eye. */
export function project(view: View, x: number, y: number, z: number): ScreenPoint | null {
  const m = view.matrix as number[];
  const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
  if (w <= 0) return null;
  const cx = (m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w;
  const cy = (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w;
  return { x: ((cx + 1) / 2) * view.width, y: ((1 - cy) / 2) * view.height, w };
}

/** Where a camera's head is on the screen. */
export function projectHead(view: View, instances: CameraInstances, index: number): ScreenPoint | null {
  const x = instances.place[index * 4] as number;
  const y = instances.place[index * 4 + 1] as number;
  const foot = project(view, x, y, 0);
  if (!foot) return null;
  return project(view, x, y, mastUnits * unitMetres(view.unitPx, view.metresPerPx, foot.w, view.centreW));
}

/** Pixels from a point to the segment a–b. */
function toSegment(px: number, py: number, a: ScreenPoint, b: ScreenPoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - a.x) * dx + (py - a.y) * dy) / length2));
  return Math.hypot(px - a.x - t * dx, py - a.y - t * dy);
}

/** Index of the camera whose mast is nearest to the point and within `radiusPx`, -1 for none; the nearer to the eye wins a tie. */
export function pickCamera(
  view: View,
  instances: CameraInstances,
  cells: PlaceCells,
  px: number,
  py: number,
  radiusPx: number,
): number {
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  cells.forEachAround(view, px, py, tallestPx, i => {
    const x = instances.place[i * 4] as number;
    const y = instances.place[i * 4 + 1] as number;
    const foot = project(view, x, y, 0);
    if (!foot || Math.abs(foot.x - px) > tallestPx || Math.abs(foot.y - py) > tallestPx) return;
    const head = projectHead(view, instances, i);
    if (!head) return;
    const distance = toSegment(px, py, foot, head);
    if (distance > radiusPx) return;
    // One pixel nearer outweighs a tenth of the view's depth.
    const score = distance + (10 * foot.w) / view.centreW;
    if (score < bestScore) {
      bestScore = score;
      best = i;
    }
  });
  return best;
}

/** What stands a little beyond the edge still has its mark at the edge. */
const marginPx = 40;

/** The point, CSS pixels; null where it is out of the window. */
export function withinWindow(view: View, point: ScreenPoint | null): { x: number; y: number } | null {
  if (!point) return null;
  const { x, y } = point;
  const seen = x > -marginPx && y > -marginPx && x < view.width + marginPx && y < view.height + marginPx;
  return seen ? { x, y } : null;
}
