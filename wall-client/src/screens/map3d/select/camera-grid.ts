// Where the placed cameras are, on the plane (metres around the city's centre), in square cells: what is asked of
// an area looks at the cameras near it, not at all hundred thousand.
import type { Extent } from '@brightwall/kit/roads/plane';
import type { LocalFrame, LonLat } from '../geo.ts';

/** A street block: few cells for a circle of 200 m, few cameras in one. */
const cellM = 150;

export interface GridCamera {
  readonly id: string;
  /** Metres, x east and y north. */
  readonly x: number;
  readonly y: number;
  /** Clockwise from north; null while nobody knows. */
  readonly headingDeg: number | null;
}

export const inExtent = ([x0, y0, x1, y1]: Extent, x: number, y: number): boolean =>
  x >= x0 && x <= x1 && y >= y0 && y <= y1;

export class CameraGrid {
  readonly frame: LocalFrame;
  readonly #cells = new Map<number, GridCamera[]>();
  readonly #byId = new Map<string, GridCamera>();

  constructor(
    cameras: Iterable<{ camera: { id: string }; place: LonLat & { headingDeg: number | null } }>,
    frame: LocalFrame,
  ) {
    this.frame = frame;
    for (const { camera, place } of cameras) {
      const [x, y] = frame.toLocal(place);
      const key = keyOf(Math.floor(x / cellM), Math.floor(y / cellM));
      const entry: GridCamera = { id: camera.id, x, y, headingDeg: place.headingDeg };
      const cell = this.#cells.get(key);
      if (cell) cell.push(entry);
      else this.#cells.set(key, [entry]);
      this.#byId.set(camera.id, entry);
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  placeOf(cameraId: string): LonLat | null {
    const camera = this.#byId.get(cameraId);
    return camera ? this.frame.toLonLat(camera.x, camera.y) : null;
  }

  /** Cameras of the cells an extent touches: all that lie in it, and some that lie just beyond. */
  *near([x0, y0, x1, y1]: Extent): Generator<GridCamera> {
    const [left, right] = [Math.floor(x0 / cellM), Math.floor(x1 / cellM)];
    const [low, high] = [Math.floor(y0 / cellM), Math.floor(y1 / cellM)];
    // An extent larger than the city has more cells than the city has.
    if ((right - left + 1) * (high - low + 1) > this.#cells.size) {
      for (const cell of this.#cells.values()) yield* cell;
      return;
    }
    for (let row = low; row <= high; row += 1)
      for (let column = left; column <= right; column += 1) yield* this.#cells.get(keyOf(column, row)) ?? [];
  }
}

/** 2^20 cells of 150 m to each side: three times around the earth. */
const keyOf = (column: number, row: number): number => (column + 0x100000) * 0x200000 + row + 0x100000;
