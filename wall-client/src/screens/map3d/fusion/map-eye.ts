// Where the map is looked at from, read back from its matrix.
import type { Vec3 } from './pose.ts';

/** Where the map's eye is: what its matrix sends to x = y = w = 0. */
export function eyeOf(m: ArrayLike<number>): Vec3 | null {
  const row = (i: number): [Vec3, number] => [
    [m[i] as number, m[4 + i] as number, m[8 + i] as number],
    m[12 + i] as number,
  ];
  return meet(row(0), row(1), row(3));
}

export type Plane = readonly [normal: Vec3, offset: number];

/** The point of three planes n·p + d = 0, by Cramer's rule. */
export function meet(a: Plane, b: Plane, c: Plane): Vec3 | null {
  const det = (p: Vec3, q: Vec3, r: Vec3) =>
    p[0] * (q[1] * r[2] - q[2] * r[1]) -
    p[1] * (q[0] * r[2] - q[2] * r[0]) +
    p[2] * (q[0] * r[1] - q[1] * r[0]);
  const whole = det(a[0], b[0], c[0]);
  if (whole === 0 || !Number.isFinite(whole)) return null;
  const planes = [a, b, c];
  return [0, 1, 2].map(axis => {
    const [p, q, r] = planes.map(([normal, offset]) =>
      normal.map((value, i) => (i === axis ? -offset : value)),
    ) as unknown as [Vec3, Vec3, Vec3];
    return det(p, q, r) / whole;
  }) as unknown as Vec3;
}
