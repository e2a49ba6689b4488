// Which parts of the screen are taken by pictures: no two of them overlap.

/** CSS pixels of a cell at scale 1. */
const cellPx = 4;

export class ScreenGrid {
  #cell = cellPx;
  #columns = 0;
  #rows = 0;
  #taken = new Uint8Array(0);

  /** An empty screen of so many CSS pixels. */
  reset(width: number, height: number, scale: number): void {
    this.#cell = cellPx * scale;
    this.#columns = Math.ceil(width / this.#cell);
    this.#rows = Math.ceil(height / this.#cell);
    const cells = this.#columns * this.#rows;
    if (this.#taken.length < cells) this.#taken = new Uint8Array(cells);
    else this.#taken.fill(0, 0, cells);
  }

  /** Takes a rectangle where it is free, `margin` pixels around it too; below 0: so much of its rim may be taken. */
  take(left: number, top: number, width: number, height: number, margin = 0): boolean {
    if (!this.#isFree(left - margin, top - margin, width + 2 * margin, height + 2 * margin)) return false;
    const { x0, y0, x1, y1 } = this.#cells(left, top, width, height);
    for (let y = y0; y <= y1; y += 1) this.#taken.fill(1, y * this.#columns + x0, y * this.#columns + x1 + 1);
    return true;
  }

  #isFree(left: number, top: number, width: number, height: number): boolean {
    const { x0, y0, x1, y1 } = this.#cells(left, top, width, height);
    for (let y = y0; y <= y1; y += 1)
      for (let x = x0; x <= x1; x += 1) if (this.#taken[y * this.#columns + x]) return false;
    return true;
  }

  /** What is off the screen is no part of it. */
  #cells(left: number, top: number, width: number, height: number) {
    return {
      x0: Math.max(0, Math.floor(left / this.#cell)),
      y0: Math.max(0, Math.floor(top / this.#cell)),
      x1: Math.min(this.#columns - 1, Math.floor((left + width) / this.#cell)),
      y1: Math.min(this.#rows - 1, Math.floor((top + height) / this.#cell)),
    };
  }
}
