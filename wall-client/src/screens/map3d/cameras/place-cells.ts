// The cameras by squares of the ground, so that a look at the city need not ask each of a hundred thousand. Built
// when places change, which is seldom.
import type { View } from '../view.ts';

const cellM = 256;
/** Squares to a block, each way: what is out of sight, or in it, is so by the block mostly. */
const cellsPerBlock = 8;
const blockM = cellM * cellsPerBlock;

/** Local metres. */
export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** One square's cameras are order[from … to). */
interface Square extends Bounds {
  from: number;
  to: number;
}

interface Block extends Square {
  cells: Square[];
}

export class PlaceCells {
  readonly #blocks: Block[] = [];
  readonly #order: Int32Array;

  /** `place`: four numbers a camera, of which the first two are metres (camera-instances.ts). */
  constructor(place: Float32Array, count: number) {
    const x = (i: number) => place[i * 4] as number;
    const y = (i: number) => place[i * 4 + 1] as number;
    const all = Array.from({ length: count }, (_, i) => i);
    this.#order = new Int32Array(count);
    let from = 0;
    for (const { x0, y0, members } of squares(all, x, y, blockM)) {
      const block: Block = {
        x0,
        y0,
        x1: x0 + blockM,
        y1: y0 + blockM,
        from,
        to: from + members.length,
        cells: [],
      };
      for (const cell of squares(members, x, y, cellM)) {
        this.#order.set(cell.members, from);
        const to = from + cell.members.length;
        block.cells.push({ x0: cell.x0, y0: cell.y0, x1: cell.x0 + cellM, y1: cell.y0 + cellM, from, to });
        from = to;
      }
      this.#blocks.push(block);
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
   * Calls `each` with the cameras of every square of which something may be seen. Things of a camera stand up to `reachM`
   * beside it on the ground and are `tallPx` high at most. Blocks come whole where `isPlain` says that nobody asks which
   * of their squares are near.
   */
  forEachSeen(
    view: View,
    reachM: number,
    tallPx: number,
    isPlain: (square: Bounds) => boolean,
    each: (cameras: Int32Array, square: Bounds) => void,
  ): void {
    const [x, y] = [1 + (tallPx / view.width) * 2, 1 + (tallPx / view.height) * 2];
    const part = { left: -x, right: x, bottom: -y, top: y };
    const take = (square: Square) => each(this.#order.subarray(square.from, square.to), square);
    this.#forEachSquare(view, part, Number.POSITIVE_INFINITY, reachM, take, isPlain);
  }

  #forEachIn(view: View, part: Part, maxW: number, each: (index: number) => void): void {
    this.#forEachSquare(view, part, maxW, 0, ({ from, to }) => {
      for (let i = from; i < to; i += 1) each(this.#order[i] as number);
    });
  }

  /** Blocks that lie within the part, and squares of others that may. */
  #forEachSquare(
    view: View,
    part: Part,
    maxW: number,
    reachM: number,
    each: (square: Square) => void,
    isPlain: (square: Bounds) => boolean = () => true,
  ): void {
    for (const block of this.#blocks) {
      const sight = sightOf(view, part, block, maxW, reachM);
      if (sight === 'none') continue;
      if (sight === 'all' && isPlain(block)) {
        each(block);
        continue;
      }
      for (const cell of block.cells) if (sightOf(view, part, cell, maxW, reachM) !== 'none') each(cell);
    }
  }
}

/** Those of `indexes` by the square of `sizeM` they stand in. */
function squares(
  indexes: readonly number[],
  x: (index: number) => number,
  y: (index: number) => number,
  sizeM: number,
): { x0: number; y0: number; members: number[] }[] {
  const found = new Map<number, { x0: number; y0: number; members: number[] }>();
  for (const i of indexes) {
    const [column, row] = [Math.floor(x(i) / sizeM), Math.floor(y(i) / sizeM)];
    const key = row * 65536 + column;
    const square = found.get(key);
    if (square) square.members.push(i);
    else found.set(key, { x0: column * sizeM, y0: row * sizeM, members: [i] });
  }
  return [...found.values()];
}

/** Of the window, in clip space after division: -1 … 1 is all of it. */
interface Part {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** 'none' only where all corners, `reachM` farther out, lie beyond one side of the part, or too far; 'all': none does. */
function sightOf(
  view: View,
  part: Part,
  { x0, y0, x1, y1 }: Square,
  maxW: number,
  reachM: number,
): 'none' | 'some' | 'all' {
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
  if (left + right + below + above + behind + far === 0) return 'all';
  return Math.max(left, right, below, above, behind, far) < 4 ? 'some' : 'none';
}
