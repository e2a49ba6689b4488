// What has moved between two pictures: a coarse grid of mean lumas, compared cell by cell, and the cells that
// changed taken together to blobs. Cells that never rest (a clock in the picture, leaves, a flag) are learned
// and left out.
import type { Box } from '../reader/types.ts';

export interface Blob {
  /** Parts of the picture. */
  readonly box: Box;
  /** Cells that changed, as a part of all. */
  readonly area: number;
}

export interface MotionAnswer {
  readonly blobs: readonly Blob[];
  /** Part of the picture that changed. */
  readonly changed: number;
}

export const gridColumns = 80;
export const gridRows = 45;
const cells = gridColumns * gridRows;
/** Grey levels a cell's mean must change by, unless told otherwise; above that, what noise changes it by. */
const usualChange = 5;
const noiseFactor = 4;
/** Seconds in which restlessness is learned, and the part of the time that makes a cell restless. */
const restlessS = 90;
const restlessPart = 0.75;
/** So many cells are no thing that moves but an insect, a reflection, an artefact. */
const leastCells = 3;

export class MotionMap {
  #leastChange: number;
  #widthPx: number;
  #heightPx: number;
  #before: Float32Array<ArrayBuffer> | null = null;
  #now: Float32Array<ArrayBuffer> = new Float32Array(cells);
  #activity = new Float32Array(cells);
  #changed = new Uint8Array(cells);
  #grown = new Uint8Array(cells);
  #label = new Int32Array(cells);
  /** High at first: a picture that is taken for quiet too late costs little, one full of false motion much. */
  #noise = 3;
  #lastMs: number | null = null;

  constructor(widthPx: number, heightPx: number, leastChange = usualChange) {
    this.#leastChange = leastChange;
    this.#widthPx = widthPx;
    this.#heightPx = heightPx;
  }

  /**
   * Compares with the picture before, of the same size; `luma` may be followed by other planes. `leastChange`: grey
   * levels, for this once.
   */
  compare(luma: Uint8Array, takenMs: number, leastChange = this.#leastChange): MotionAnswer {
    this.#measure(luma);
    const before = this.#before;
    const sinceS = this.#lastMs === null ? 0 : Math.min(1, Math.max(0, (takenMs - this.#lastMs) / 1000));
    this.#lastMs = takenMs;
    if (!before) {
      this.#before = this.#now;
      this.#now = new Float32Array(cells);
      return { blobs: [], changed: 0 };
    }
    const threshold = Math.max(leastChange, this.#noise * noiseFactor);
    let changed = 0;
    let quietSum = 0;
    for (let i = 0; i < cells; i++) {
      const difference = Math.abs(this.#now[i]! - before[i]!);
      const moved = difference > threshold;
      const activity = this.#activity[i]!;
      this.#activity[i] = activity + ((moved ? 1 : 0) - activity) * Math.min(1, sinceS / restlessS);
      const counts = moved && activity < restlessPart;
      this.#changed[i] = counts ? 1 : 0;
      if (counts) changed += 1;
      quietSum += Math.min(difference, threshold);
    }
    this.#noise += (Math.min(6, quietSum / cells) - this.#noise) * 0.1;
    this.#before = this.#now;
    this.#now = before;
    return { blobs: changed > 0 ? this.#blobs() : [], changed: changed / cells };
  }

  /** Mean luma of each cell from 16 of its pixels. */
  #measure(luma: Uint8Array): void {
    const width = this.#widthPx;
    const cellWidth = width / gridColumns;
    const cellHeight = this.#heightPx / gridRows;
    const steps = cellWidth >= 4 && cellHeight >= 4 ? 4 : 2;
    const share = 1 / (steps * steps);
    let i = 0;
    for (let row = 0; row < gridRows; row++)
      for (let column = 0; column < gridColumns; column++) {
        let sum = 0;
        for (let y = 0; y < steps; y++) {
          const line = Math.floor((row + (y + 0.5) / steps) * cellHeight) * width;
          for (let x = 0; x < steps; x++)
            sum += luma[line + Math.floor((column + (x + 0.5) / steps) * cellWidth)]!;
        }
        this.#now[i++] = sum * share;
      }
  }

  /** Connected cells, after each has grown by one to every side: a vehicle's edges become one thing. */
  #blobs(): Blob[] {
    const { grown, label } = { grown: this.#grown, label: this.#label };
    grown.fill(0);
    for (let row = 0; row < gridRows; row++)
      for (let column = 0; column < gridColumns; column++) {
        if (this.#changed[row * gridColumns + column] === 0) continue;
        for (let y = Math.max(0, row - 1); y <= Math.min(gridRows - 1, row + 1); y++)
          for (let x = Math.max(0, column - 1); x <= Math.min(gridColumns - 1, column + 1); x++)
            grown[y * gridColumns + x] = 1;
      }
    label.fill(0);
    const blobs: Blob[] = [];
    const stack: number[] = [];
    for (let start = 0; start < cells; start++) {
      if (grown[start] === 0 || label[start] !== 0) continue;
      let [left, top, right, bottom, count] = [gridColumns, gridRows, 0, 0, 0];
      stack.push(start);
      label[start] = 1;
      for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
        const column = cell % gridColumns;
        const row = (cell - column) / gridColumns;
        count += this.#changed[cell]!;
        left = Math.min(left, column);
        right = Math.max(right, column + 1);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row + 1);
        if (column > 0) visit(cell - 1);
        if (column < gridColumns - 1) visit(cell + 1);
        if (row > 0) visit(cell - gridColumns);
        if (row < gridRows - 1) visit(cell + gridColumns);
      }
      if (count >= leastCells)
        blobs.push({
          box: [left / gridColumns, top / gridRows, right / gridColumns, bottom / gridRows],
          area: count / cells,
        });
    }
    return blobs;

    function visit(cell: number): void {
      if (grown[cell] === 0 || label[cell] !== 0) return;
      label[cell] = 1;
      stack.push(cell);
    }
  }
}
