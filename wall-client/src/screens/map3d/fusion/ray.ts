// Where a ray meets the buildings or the ground. A few ten thousand triangles take a millisecond or two: it is asked
// once a click, so no index is kept.
import type { BuildingBlock } from '../base/building-tiles.ts';
import { cross, dot, minus, type Vec3 } from './pose.ts';

export interface Hit {
  at: Vec3;
  /** In lengths of the ray's direction. */
  far: number;
  /** The block's, null for the ground. */
  block: BuildingBlock | null;
}

/** The first thing a ray meets, the ground at z 0 included; null into the sky. */
export function castRay(blocks: readonly BuildingBlock[], from: Vec3, way: Vec3): Hit | null {
  const ground = way[2] < 0 ? -from[2] / way[2] : Number.POSITIVE_INFINITY;
  let far = ground;
  let hit: BuildingBlock | null = null;
  for (const block of blocks) {
    const met = meets(block, from, way, far);
    if (met >= far) continue;
    far = met;
    hit = block;
  }
  if (!Number.isFinite(far)) return null;
  return { at: along(from, way, far), far, block: hit };
}

/** Whether a building stands between two points. */
export const isHidden = (blocks: readonly BuildingBlock[], from: Vec3, to: Vec3, shyM = 0.3): boolean => {
  const way = minus(to, from);
  const most = 1 - shyM / Math.hypot(...way);
  return blocks.some(block => meets(block, from, way, most) < most);
};

const along = (from: Vec3, way: Vec3, far: number): Vec3 => [
  from[0] + way[0] * far,
  from[1] + way[1] * far,
  from[2] + way[2] * far,
];

/** The nearest of a block's triangles before `most` (Möller and Trumbore, 1997), else `most`. */
function meets({ geometry }: BuildingBlock, from: Vec3, way: Vec3, most: number): number {
  const position = geometry.getAttribute('position').array;
  const index = geometry.getIndex()?.array ?? [];
  if (!crossesBox(geometry.boundingBox, from, way, most)) return most;
  const corner = (i: number): Vec3 => {
    const at = (index[i] as number) * 3;
    return [position[at] as number, position[at + 1] as number, position[at + 2] as number];
  };
  let nearest = most;
  for (let i = 0; i < index.length; i += 3) {
    const a = corner(i);
    const [ab, ac] = [minus(corner(i + 1), a), minus(corner(i + 2), a)];
    const p = cross(way, ac);
    const determinant = dot(ab, p);
    if (Math.abs(determinant) < 1e-9) continue;
    const t = minus(from, a);
    const u = dot(t, p) / determinant;
    if (u < 0 || u > 1) continue;
    const q = cross(t, ab);
    const v = dot(way, q) / determinant;
    if (v < 0 || u + v > 1) continue;
    const far = dot(ac, q) / determinant;
    if (far > 1e-6 && far < nearest) nearest = far;
  }
  return nearest;
}

interface Box {
  min: { x: number; y: number; z: number };
  max: { x: number; y: number; z: number };
}

function crossesBox(box: Box | null, from: Vec3, way: Vec3, most: number): boolean {
  if (!box) return true;
  let [enter, leave] = [0, most];
  for (const [i, axis] of (['x', 'y', 'z'] as const).entries()) {
    const [f, w] = [from[i] as number, way[i] as number];
    if (Math.abs(w) < 1e-12) {
      if (f < box.min[axis] || f > box.max[axis]) return false;
      continue;
    }
    const [a, b] = [(box.min[axis] - f) / w, (box.max[axis] - f) / w];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave;
}
