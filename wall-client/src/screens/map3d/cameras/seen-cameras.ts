// The cameras of which a frame may show something, and which of them are near enough for more than a mark: a body is
// some two hundred corners, drawn twice, and a city's would be most of a frame.
import type { View } from '../view.ts';
import type { CameraInstances } from './camera-instances.ts';
import { tallestPx } from './marker-size.ts';
import type { Bounds, PlaceCells } from './place-cells.ts';

/** How near is near. */
export interface Near {
  /** A camera farther from the eye (clip space's w) has no body. */
  bodyW: number;
  /** Farther from `focus` than `viewM` no camera's view is shown, but a chosen one's; local metres. */
  focus: readonly [x: number, y: number];
  viewM: number;
  /** Indexes of instances. */
  chosen: readonly number[];
}

/** Indexes of instances; the first `count` of them. */
export interface IndexList {
  indexes: Uint32Array;
  count: number;
}

export class SeenCameras {
  /** All of them, … */
  readonly all: IndexList = { indexes: new Uint32Array(64), count: 0 };
  /** … those that may have a body, … */
  readonly bodies: IndexList = { indexes: new Uint32Array(64), count: 0 };
  /** … and those whose view may be shown. */
  readonly views: IndexList = { indexes: new Uint32Array(64), count: 0 };
  #cells: PlaceCells | null = null;
  /** The farthest that one of them looks, metres. */
  #reachM = 0;
  /** What they were gathered for; empty: they have to be anew. */
  #for: number[] = [];

  /** Instances from … to changed; `cells` are of all of them. */
  handleInstances({ count, look }: CameraInstances, cells: PlaceCells, from = 0, to = count): void {
    if (from === 0 && to === count) this.#reachM = 0;
    for (let i = from; i < to; i += 1) this.#reachM = Math.max(this.#reachM, look[i * 4 + 1] as number);
    // Room for two chosen ones more.
    for (const list of [this.all, this.bodies, this.views])
      if (list.indexes.length < count + 2) list.indexes = new Uint32Array(Math.ceil(count * 1.25) + 2);
    this.#cells = cells;
    this.#for = [];
  }

  /** True where other cameras may be seen than the last time. */
  look(view: View, { bodyW, focus, viewM, chosen }: Near): boolean {
    const wanted = [bodyW, viewM, ...chosen, ...(view.matrix as number[])];
    const isSame = wanted.length === this.#for.length && wanted.every((value, i) => value === this.#for[i]);
    if (!this.#cells || isSame) return false;
    this.#for = wanted;
    const { all, bodies, views } = this;
    for (const list of [all, bodies, views]) list.count = 0;
    const hasBodies = (square: Bounds) => nearestW(view, square) <= bodyW;
    const hasViews = (square: Bounds) => distanceTo(square, focus) <= viewM;
    this.#cells.forEachSeen(
      view,
      this.#reachM,
      tallestPx,
      square => !hasBodies(square) && !hasViews(square),
      (cameras, square) => {
        add(all, cameras);
        if (hasBodies(square)) add(bodies, cameras);
        if (hasViews(square)) add(views, cameras);
      },
    );
    for (const index of chosen)
      if (!views.indexes.subarray(0, views.count).includes(index)) add(views, [index]);
    return true;
  }
}

function add(to: IndexList, indexes: ArrayLike<number>): void {
  to.indexes.set(indexes, to.count);
  to.count += indexes.length;
}

/** Of its four corners. */
function nearestW({ matrix }: View, { x0, y0, x1, y1 }: Bounds): number {
  const m = matrix as number[];
  return Math.min(m[3]! * x0, m[3]! * x1) + Math.min(m[7]! * y0, m[7]! * y1) + m[15]!;
}

function distanceTo({ x0, y0, x1, y1 }: Bounds, [x, y]: readonly [number, number]): number {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}
