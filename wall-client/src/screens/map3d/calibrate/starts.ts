// Where the refinement may start from: the direct linear transformation for points in space, and the homography of
// their best plane, from which coplanar points (six on the street) give a camera as well. Principal point in the middle.
// Both after Hartley and Zisserman, Multiple View Geometry, 4.1, 7.1 and 8.8.
import { type Axes, cross, dot, minus, type Vec3 } from '../fusion/pose.ts';
import { normal, nullVector, symmetricEigen } from './linear.ts';
import { fromMiddle, type Model, type Pair } from './model.ts';

/** Principal axes of points, longest first, with the points' standard deviation along each, metres. */
export interface Spread {
  middle: Vec3;
  axes: [Vec3, Vec3, Vec3];
  sizes: [number, number, number];
}

export function spreadOf(points: readonly Vec3[]): Spread {
  const sum = (i: number) => points.reduce((total, point) => total + point[i]!, 0) / points.length;
  const middle: Vec3 = [sum(0), sum(1), sum(2)];
  const eigen = symmetricEigen(normal(points.map(point => minus(point, middle)))).reverse();
  const axes = eigen.map(({ vector }) => vector as unknown as Vec3);
  const [first, second] = axes as [Vec3, Vec3, Vec3];
  const sizes = eigen.map(({ value }) => Math.sqrt(Math.max(0, value) / points.length));
  return { middle, axes: [first, second, cross(first, second)], sizes: sizes as [number, number, number] };
}

/** Focal lengths tried beside those that the points themselves suggest: from 100° wide to a long lens. */
const usualFocals = [0.42, 0.7, 1.1, 1.8, 3.2];

export function starts(pairs: readonly Pair[], aspect: number, spread: Spread): Model[] {
  const found = byHomography(pairs, aspect, spread);
  // Six points are enough in space only: of a plane the linear system has many solutions.
  if (spread.sizes[2] > 0.01 * spread.sizes[0]) {
    const linear = byLinearTransformation(pairs, aspect, spread);
    if (linear) found.unshift(linear);
  }
  return found;
}

function byLinearTransformation(pairs: readonly Pair[], aspect: number, spread: Spread): Model | null {
  const size = spread.sizes[0];
  const rows = pairs.flatMap(({ picture, at }) => {
    const [x, y] = fromMiddle(picture, aspect);
    const p = [...minus(at, spread.middle).map(value => value / size), 1];
    const zero = [0, 0, 0, 0];
    return [
      [...p, ...zero, ...p.map(value => -x * value)],
      [...zero, ...p, ...p.map(value => -y * value)],
    ];
  });
  const m = nullVector(rows);
  const row = (i: number): Vec3 => [m[i * 4]!, m[i * 4 + 1]!, m[i * 4 + 2]!];
  const handed = dot(cross(row(0), row(1)), row(2)) > 0 ? 1 : -1;
  const scale = handed / Math.hypot(...row(2));
  const [m1, m2, ahead] = [0, 1, 2].map(i => times(row(i), scale)) as [Vec3, Vec3, Vec3];
  const [t1, t2, t3] = [m[3]! * scale, m[7]! * scale, m[11]! * scale];
  const across = minus(m1, times(ahead, dot(m1, ahead)));
  const along = minus(m2, times(ahead, dot(m2, ahead)));
  const focal = (Math.hypot(...across) + Math.hypot(...along)) / 2;
  const right = unit(across);
  const axes: Axes = { right, down: cross(ahead, right), ahead };
  const shift: Vec3 = [(t1 - dot(m1, ahead) * t3) / focal, (t2 - dot(m2, ahead) * t3) / focal, t3];
  if (!(focal > 0) || !Number.isFinite(focal)) return null;
  return { axes, at: placeOf(axes, times(shift, size), spread.middle), focal, k1: 0 };
}

function byHomography(pairs: readonly Pair[], aspect: number, { middle, axes, sizes }: Spread): Model[] {
  const [e1, e2, e3] = axes;
  const size = sizes[0];
  const rows = pairs.flatMap(({ picture, at }) => {
    const [x, y] = fromMiddle(picture, aspect);
    const from = minus(at, middle);
    const p = [dot(e1, from) / size, dot(e2, from) / size, 1];
    const zero = [0, 0, 0];
    return [
      [...p, ...zero, ...p.map(value => -x * value)],
      [...zero, ...p, ...p.map(value => -y * value)],
    ];
  });
  const h = nullVector(rows);
  const column = (i: number): Vec3 => [h[i]!, h[3 + i]!, h[6 + i]!];
  const [h1, h2, h3] = [column(0), column(1), column(2)];
  return [...suggestedFocals(h1, h2), ...usualFocals].flatMap(focal => {
    const ray = (v: Vec3): Vec3 => [v[0] / focal, v[1] / focal, v[2]];
    const [a, b] = [ray(h1), ray(h2)];
    const scale = 2 / (Math.hypot(...a) + Math.hypot(...b));
    // The plane's middle is before the camera.
    const sign = h3[2] < 0 ? -scale : scale;
    const r1 = unit(times(a, sign));
    const r2 = unit(minus(times(b, sign), times(r1, dot(times(b, sign), r1))));
    const r3 = cross(r1, r2);
    if (![...r1, ...r2].every(Number.isFinite)) return [];
    // Columns r1 r2 r3 are the plane's axes in the camera; the camera's axes in the world are their rows.
    const axis = (i: 0 | 1 | 2): Vec3 =>
      [0, 1, 2].map(k => r1[i] * e1[k]! + r2[i] * e2[k]! + r3[i] * e3[k]!) as unknown as Vec3;
    const camera: Axes = { right: axis(0), down: axis(1), ahead: axis(2) };
    const at = placeOf(camera, times(ray(h3), sign * size), middle);
    return [{ axes: camera, at, focal, k1: 0 }];
  });
}

/** The plane's two axes are as long as one another and at right angles: two equations for 1/f². */
function suggestedFocals(h1: Vec3, h2: Vec3): number[] {
  const equations = [
    [h1[0] * h2[0] + h1[1] * h2[1], h1[2] * h2[2]],
    [h1[0] ** 2 + h1[1] ** 2 - h2[0] ** 2 - h2[1] ** 2, h1[2] ** 2 - h2[2] ** 2],
  ] as const;
  const top = equations.reduce((sum, [a, b]) => sum + a * b, 0);
  const bottom = equations.reduce((sum, [a]) => sum + a * a, 0);
  return [-top / bottom, ...equations.map(([a, b]) => -b / a)]
    .map(inverse => 1 / Math.sqrt(inverse))
    .filter(focal => focal > 0.15 && focal < 30);
}

/** Where the camera is when `middle` lies at `shift` in its own axes. */
function placeOf({ right, down, ahead }: Axes, shift: Vec3, middle: Vec3): Vec3 {
  return [0, 1, 2].map(
    i => middle[i]! - right[i]! * shift[0] - down[i]! * shift[1] - ahead[i]! * shift[2],
  ) as unknown as Vec3;
}

const times = (v: Vec3, by: number): Vec3 => [v[0] * by, v[1] * by, v[2] * by];
const unit = (v: Vec3): Vec3 => times(v, 1 / Math.hypot(...v));
