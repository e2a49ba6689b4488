// Geometry of drawn shapes. Coordinates are parts of the picture's width and height.
import type { Point } from '@brightwall/protocol/passage';

/** Shoelace formula; parts of the picture's area. */
export function areaOf(points: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < points.length; i++) {
    const [ax, ay] = points[i]!;
    const [bx, by] = points[(i + 1) % points.length]!;
    twice += ax * by - bx * ay;
  }
  return Math.abs(twice) / 2;
}

/** Whether two edges that are not neighbours meet. */
export function crosses(points: readonly Point[]): boolean {
  const count = points.length;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const neighbours = j === i + 1 || (i === 0 && j === count - 1);
      if (neighbours) continue;
      if (meet(points[i]!, points[(i + 1) % count]!, points[j]!, points[(j + 1) % count]!)) return true;
    }
  }
  return false;
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const acd = side(c, d, a);
  const bcd = side(c, d, b);
  const cab = side(a, b, c);
  const dab = side(a, b, d);
  return acd * bcd <= 0 && cab * dab <= 0 && !(acd === 0 && bcd === 0 && !overlap(a, b, c, d));
}

/** Which side of the line from a to b the point is on; 0 on it. */
const side = ([ax, ay]: Point, [bx, by]: Point, [px, py]: Point) =>
  Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));

/** Of four points on one line: whether the two stretches share anything. */
function overlap(a: Point, b: Point, c: Point, d: Point): boolean {
  const within = (axis: 0 | 1) =>
    Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis])) <=
    Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis]));
  return within(0) && within(1);
}

export const clamped = ([x, y]: Point): Point => [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];

export const halfway = ([ax, ay]: Point, [bx, by]: Point): Point => [(ax + bx) / 2, (ay + by) / 2];
