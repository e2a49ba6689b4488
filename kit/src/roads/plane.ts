// Points and lines of a plane, in metres.
export type Xy = readonly [x: number, y: number];

/** x0, y0, x1, y1 in metres. */
export type Extent = readonly [x0: number, y0: number, x1: number, y1: number];

export function extentOf(points: readonly Xy[], marginM = 0): Extent {
  let [x0, y0, x1, y1] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0 - marginM, y0 - marginM, x1 + marginM, y1 + marginM];
}

export interface OnSegment {
  /** From the point to the segment. */
  distanceM: number;
  /** Along the segment from its start. */
  alongM: number;
}

export function toSegment(x: number, y: number, a: Xy, b: Xy): OnSegment {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (length * length)));
  return { distanceM: Math.hypot(x - a[0] - dx * share, y - a[1] - dy * share), alongM: share * length };
}

export function lengthOf(line: readonly Xy[]): number {
  let metres = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
    metres += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return metres;
}

/** Even-odd rule; the ring is given open. A point on the border may count as either. */
export function isInside(ring: readonly Xy[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i] as Xy;
    const [bx, by] = ring[j] as Xy;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
