// The cameras by squares of the ground, so that a look at the city need not ask each of a hundred thousand. Built
// when places change, which is seldom.
import type { View } from '../view.ts';

const cellM = 256;

/** One square's cameras are order[from … to). */
interface Cell {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  from: number;
  to: number;
}

export class PlaceCells {
  readonly #cells: Cell[] = [];
  readonly #order: Int32Array;

  /** `place`: four numbers a camera, of which the first two are metres (camera-instances.ts). */
  constructor(place: Float32Array, count: number) {
    const members = new Map<number, number[]>();
    for (let i = 0; i < count; i += 1) {
      const column = Math.floor((place[i * 4] as number) / cellM);
      const row = Math.floor((place[i * 4 + 1] as number) / cellM);
      const key = row * 65536 + column;
      const list = members.get(key);
      if (list) list.push(i);
      else members.set(key, [i]);
    }
    this.#order = new Int32Array(count);
    let from = 0;
    for (const list of members.values()) {
      const first = list[0] as number;
      const x0 = Math.floor((place[first * 4] as number) / cellM) * cellM;
      const y0 = Math.floor((place[first * 4 + 1] as number) / cellM) * cellM;
      this.#order.set(list, from);
      this.#cells.push({ x0, y0, x1: x0 + cellM, y1: y0 + cellM, from, to: from + list.length });
      from += list.length;
    }
  }

  /** Calls `each` with the cameras of every square that may be in sight and nearer than `maxW` (clip space). */
  forEachNear(view: View, maxW: number, each: (index: number) => void): void {
    // Pictures stand above the ground and beside it: an eighth of the window more at each side.
    this.#forEachIn(view, { left: -1.25, right: 1.25, bottom: -1.25, top: 1.25 }, maxW, each);
  }

  /** The same with the squares that may have ground within `radiusPx` of a point of the window, CSS pixels. */
  forEachAround(view: View, px: number, py: number, radiusPx: number, each: (index: number) => void): void {
    const x = (at: number) => (at / view.width) * 2 - 1;
    const y = (at: number) => 1 - (at / view.height) * 2;
    const part = {
      left: x(px - radiusPx),
      right: x(px + radiusPx),
      bottom: y(py + radiusPx),
      top: y(py - radiusPx),
    };
    this.#forEachIn(view, part, Number.POSITIVE_INFINITY, each);
  }

  /**
   * Writes the cameras of every square of which something may be seen into `out`; how many. Things of a camera stand up
   * to `reachM` beside it on the ground and are `tallPx` high at most.
   */
  gatherSeen(view: View, reachM: number, tallPx: number, out: Uint32Array): number {
    const [x, y] = [1 + (tallPx / view.width) * 2, 1 + (tallPx / view.height) * 2];
    const part = { left: -x, right: x, bottom: -y, top: y };
    let count = 0;
    for (const cell of this.#cells)
      if (mayBeSeen(view, part, cell, Number.POSITIVE_INFINITY, reachM))
        for (let i = cell.from; i < cell.to; i += 1) out[count++] = this.#order[i] as number;
    return count;
  }

  #forEachIn(view: View, part: Part, maxW: number, each: (index: number) => void): void {
    for (const cell of this.#cells)
      if (mayBeSeen(view, part, cell, maxW))
        for (let i = cell.from; i < cell.to; i += 1) each(this.#order[i] as number);
  }
}

/** Of the window, in clip space after division: -1 … 1 is all of it. */
interface Part {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** False only where all corners, `reachM` farther out, lie beyond one side of the part, or too far. */
function mayBeSeen(view: View, part: Part, { x0, y0, x1, y1 }: Cell, maxW: number, reachM = 0): boolean {
  const m = view.matrix as number[];
  let [left, right, below, above, behind, far] = [0, 0, 0, 0, 0, 0];
  for (let corner = 0; corner < 4; corner += 1) {
    const x = corner & 1 ? x1 + reachM : x0 - reachM;
    const y = corner & 2 ? y1 + reachM : y0 - reachM;
    const w = m[3]! * x + m[7]! * y + m[15]!;
    const cx = m[0]! * x + m[4]! * y + m[12]!;
    const cy = m[1]! * x + m[5]! * y + m[13]!;
    if (w > maxW) far += 1;
    if (w <= 0) behind += 1;
    if (cx < w * part.left) left += 1;
    if (cx > w * part.right) right += 1;
    if (cy < w * part.bottom) below += 1;
    if (cy > w * part.top) above += 1;
  }
  return left < 4 && right < 4 && below < 4 && above < 4 && behind < 4 && far < 4;
}
