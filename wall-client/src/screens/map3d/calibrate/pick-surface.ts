// The point of ground or building under a pointer. Near a corner of a building it is the corner: those are what a
// person finds again in a picture, and no hand clicks them to the pixel.
import type { BuildingBlock } from '../base/building-tiles.ts';
import { project, type View } from '../cameras/pick.ts';
import { eyeOf, meet } from '../fusion/map-eye.ts';
import { minus, type Vec3 } from '../fusion/pose.ts';
import { castRay } from '../fusion/ray.ts';

export interface SurfacePoint {
  at: Vec3;
  kind: 'corner' | 'wall' | 'ground';
}

/** How far a corner draws a click to itself, CSS pixels at scale 1. */
const cornerReachPx = 9;
/** A corner this much behind the surface under the pointer is on another wall, metres. */
const behindM = 1.5;
/** Farther is sky, or a haze nobody finds a point in, metres. */
const farthestM = 20_000;

export function pickSurface(
  view: View,
  blocks: readonly BuildingBlock[],
  x: number,
  y: number,
  scale: number,
): SurfacePoint | null {
  const eye = eyeOf(view.matrix);
  const way = eye && wayThrough(view, eye, x, y);
  if (!way) return null;
  const hit = castRay(blocks, eye, way);
  if (hit && hit.far > farthestM) return null;
  // A click just beside a roof's corner meets what is far behind it: a corner may lie before what was hit.
  const corner = nearestCorner(view, blocks, eye, x, y, cornerReachPx * scale, hit?.far ?? farthestM);
  if (corner) return { at: corner, kind: 'corner' };
  return hit && { at: hit.at, kind: hit.block ? 'wall' : 'ground' };
}

function nearestCorner(
  view: View,
  blocks: readonly BuildingBlock[],
  eye: Vec3,
  x: number,
  y: number,
  reachPx: number,
  farM: number,
): Vec3 | null {
  const near: { at: Vec3; px: number }[] = [];
  for (const { geometry } of blocks) {
    const position = geometry.getAttribute('position').array;
    for (let i = 0; i < position.length; i += 3) {
      const at: Vec3 = [position[i] as number, position[i + 1] as number, position[i + 2] as number];
      const screen = project(view, ...at);
      if (!screen) continue;
      const px = Math.hypot(screen.x - x, screen.y - y);
      if (px <= reachPx && Math.hypot(...minus(at, eye)) < farM + behindM) near.push({ at, px });
    }
  }
  near.sort((a, b) => a.px - b.px);
  return near.find(({ at }) => isSeen(blocks, eye, at))?.at ?? null;
}

/** A corner's own walls end at it: the ray stops a little before. */
function isSeen(blocks: readonly BuildingBlock[], eye: Vec3, at: Vec3): boolean {
  const way = minus(at, eye);
  const hit = castRay(blocks, eye, way);
  return !hit || hit.far > 1 - 0.3 / Math.hypot(...way);
}

/** A unit vector from the eye through a pixel. */
function wayThrough(view: View, eye: Vec3, x: number, y: number): Vec3 | null {
  const m = view.matrix;
  const [cx, cy] = [(x / view.width) * 2 - 1, 1 - (y / view.height) * 2];
  // On the pixel's ray x = cx·w and y = cy·w; where besides w = 1 is a point in front of the eye.
  const row = (i: number, part: number, minusW: number): [Vec3, number] => [
    [0, 4, 8].map(k => (m[k + i] as number) - part * (m[k + 3] as number)) as unknown as Vec3,
    (m[12 + i] as number) - part * (m[15] as number) - minusW,
  ];
  const point = meet(row(0, cx, 0), row(1, cy, 0), row(3, 0, 1));
  if (!point) return null;
  const way = minus(point, eye);
  const long = Math.hypot(...way);
  return [way[0] / long, way[1] / long, way[2] / long];
}
