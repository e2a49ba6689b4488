// Small plane geometry that the bench's baseline and scoring share. Pixels, y downwards.
export type Pt = readonly [x: number, y: number];
/** left, top, right, bottom */
export type Box = readonly [number, number, number, number];
/** top left, top right, bottom right, bottom left */
export type Quad = readonly [Pt, Pt, Pt, Pt];

export function iou(a: Box, b: Box): number {
  const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (w <= 0 || h <= 0) return 0;
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (w * h) / (area(a) + area(b) - w * h);
}

export function boundsOf(points: readonly Pt[]): Box {
  const xs = points.map(p => p[0]);
  const ys = points.map(p => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Convex hull, counter-clockwise in a y-up plane (Andrew's monotone chain). */
export function convexHull(points: readonly Pt[]): Pt[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const turn = (o: Pt, a: Pt, b: Pt) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list: readonly Pt[]) => {
    const chain: Pt[] = [];
    for (const p of list) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

export interface TurnedRect {
  readonly centre: Pt;
  /** Unit vector along the width. */
  readonly along: Pt;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle around a convex hull; one of its sides lies on a side of the hull. */
export function smallestRect(hull: readonly Pt[]): TurnedRect {
  let best: TurnedRect | null = null;
  for (let i = 0; i < hull.length; i++) {
    const [a, b] = [hull[i]!, hull[(i + 1) % hull.length]!];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length === 0) continue;
    const u: Pt = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const along = hull.map(p => p[0] * u[0] + p[1] * u[1]);
    const across = hull.map(p => -p[0] * u[1] + p[1] * u[0]);
    const [u0, u1, v0, v1] = [
      Math.min(...along),
      Math.max(...along),
      Math.min(...across),
      Math.max(...across),
    ];
    if (best && (u1 - u0) * (v1 - v0) >= best.width * best.height) continue;
    const [cu, cv] = [(u0 + u1) / 2, (v0 + v1) / 2];
    best = {
      centre: [cu * u[0] - cv * u[1], cu * u[1] + cv * u[0]],
      along: u,
      width: u1 - u0,
      height: v1 - v0,
    };
  }
  return best ?? { centre: hull[0] ?? [0, 0], along: [1, 0], width: 0, height: 0 };
}

/** Corners as read: the longer side is the base line, and it runs to the right. */
export function cornersOf(rect: TurnedRect, grow = 0): Quad {
  const tall = rect.height > rect.width;
  let [ux, uy] = tall ? [-rect.along[1], rect.along[0]] : rect.along;
  if (ux < 0) [ux, uy] = [-ux, -uy];
  const half = (side: number) => side / 2 + grow;
  const w = half(tall ? rect.height : rect.width);
  const h = half(tall ? rect.width : rect.height);
  const [cx, cy] = rect.centre;
  const at = (s: number, t: number): Pt => [cx + s * w * ux - t * h * uy, cy + s * w * uy + t * h * ux];
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)];
}
