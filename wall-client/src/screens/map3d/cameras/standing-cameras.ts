// The cameras that stand on the map: packed for the card, found by their id and by where they stand.
import type { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import type { View } from '../view.ts';
import { type CameraInstances, repackInstances } from './camera-instances.ts';
import { pickCamera, projectHead, type ScreenPoint } from './pick.ts';
import { PlaceCells } from './place-cells.ts';

export class StandingCameras {
  instances: CameraInstances = {
    ids: [],
    count: 0,
    place: new Float32Array(64),
    look: new Float32Array(64),
  };
  cells = new PlaceCells(new Float32Array(0), 0);
  readonly #frame: LocalFrame;
  #placed: readonly PlacedCamera[] = [];
  #index = new Map<string, number>();

  constructor(frame: LocalFrame) {
    this.#frame = frame;
  }

  /** Opens no camera twice: the instances carry the cameras in the order given. Those from … to are others now. */
  handleCameras(placed: readonly PlacedCamera[]): { from: number; to: number; moved: boolean } {
    const { instances, from, to, moved } = repackInstances(placed, this.#placed, this.#frame, this.instances);
    this.#placed = placed;
    this.instances = instances;
    if (moved) this.#index = new Map(instances.ids.map((id, i) => [id, i]));
    if (moved) this.cells = new PlaceCells(instances.place, instances.count);
    return { from, to, moved };
  }

  /** Of the instance; −1 for none. */
  indexOf(cameraId: string | null): number {
    return cameraId === null ? -1 : (this.#index.get(cameraId) ?? -1);
  }

  /** Where the camera's head is in the window; null: it does not stand here, or is behind the eye. */
  headOf(view: View, cameraId: string): ScreenPoint | null {
    const index = this.indexOf(cameraId);
    return index === -1 ? null : projectHead(view, this.instances, index);
  }

  pick(view: View, x: number, y: number, radiusPx: number): string | null {
    return this.instances.ids[pickCamera(view, this.instances, this.cells, x, y, radiusPx)] ?? null;
  }
}
