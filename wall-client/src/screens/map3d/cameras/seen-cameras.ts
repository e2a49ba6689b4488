// The cameras of which a frame may show something. A city's others would cost the graphics card as much as these: each
// is some two hundred corners, drawn twice.
import type { View } from '../view.ts';
import type { CameraInstances } from './camera-instances.ts';
import { tallestPx } from './marker-size.ts';
import type { PlaceCells } from './place-cells.ts';

export class SeenCameras {
  /** Indexes of instances; the first `count` of them. */
  indexes = new Uint32Array(64);
  count = 0;
  #cells: PlaceCells | null = null;
  /** The farthest that one of them looks, metres. */
  #reachM = 0;
  /** What `indexes` were gathered for; null: they have to be anew. */
  #matrix: Float64Array | null = null;

  /** Instances from … to changed; `cells` are of all of them. */
  handleInstances({ count, look }: CameraInstances, cells: PlaceCells, from = 0, to = count): void {
    if (from === 0 && to === count) this.#reachM = 0;
    for (let i = from; i < to; i += 1) this.#reachM = Math.max(this.#reachM, look[i * 4 + 1] as number);
    if (this.indexes.length < count) this.indexes = new Uint32Array(Math.ceil(count * 1.25));
    this.#cells = cells;
    this.#matrix = null;
  }

  /** True where other cameras may be seen than the last time. */
  look(view: View): boolean {
    const { matrix } = view;
    if (!this.#cells || this.#matrix?.every((value, i) => value === matrix[i])) return false;
    this.#matrix = Float64Array.from(matrix);
    this.count = this.#cells.gatherSeen(view, this.#reachM, tallestPx, this.indexes);
    return true;
  }
}
