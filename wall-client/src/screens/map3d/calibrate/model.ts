// What the solver turns: a camera as axes, place, focal length and k1, and how far each pair is from where it puts it.
import { type Axes, dot, minus, type PicturePoint, type Vec3 } from '../fusion/pose.ts';

/** A point in the picture (its parts) and the same point in local metres. */
export interface Pair {
  picture: PicturePoint;
  at: Vec3;
}

export interface Model {
  axes: Axes;
  at: Vec3;
  /** In widths of the picture. */
  focal: number;
  k1: number;
}

/** From the picture's middle, both in widths of the picture: x right, y down. */
export const fromMiddle = ([u, v]: PicturePoint, aspect: number): [x: number, y: number] => [
  u - 0.5,
  (v - 0.5) / aspect,
];

/** Twice as many numbers as pairs, in widths of the picture; null where a point is behind the camera. */
export function misses(
  { axes, at, focal, k1 }: Model,
  pairs: readonly Pair[],
  aspect: number,
): number[] | null {
  const out: number[] = [];
  for (const pair of pairs) {
    const to = minus(pair.at, at);
    const z = dot(axes.ahead, to);
    if (z < 1e-3) return null;
    const [x, y] = [dot(axes.right, to) / z, dot(axes.down, to) / z];
    const d = 1 + k1 * (x * x + y * y);
    // Where the lens has folded back no picture comes from.
    if (1 + 3 * k1 * (x * x + y * y) <= 0) return null;
    const [px, py] = fromMiddle(pair.picture, aspect);
    out.push(focal * x * d - px, focal * y * d - py);
  }
  return out;
}

/** Turned by a small rotation about its own axes, radians (Rodrigues). */
export function turned({ right, down, ahead }: Axes, [wx, wy, wz]: Vec3): Axes {
  const angle = Math.hypot(wx, wy, wz);
  if (angle === 0) return { right, down, ahead };
  const [x, y, z] = [wx / angle, wy / angle, wz / angle];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const row = (a: number, b: number, d: number): Vec3 => [
    a * right[0] + b * down[0] + d * ahead[0],
    a * right[1] + b * down[1] + d * ahead[1],
    a * right[2] + b * down[2] + d * ahead[2],
  ];
  const k = 1 - c;
  return {
    right: row(c + x * x * k, x * y * k - z * s, x * z * k + y * s),
    down: row(y * x * k + z * s, c + y * y * k, y * z * k - x * s),
    ahead: row(z * x * k - y * s, z * y * k + x * s, c + z * z * k),
  };
}
