// How well plates are read, the last word of each camera.
import { Emitter } from '@brightwall/kit/emitter';
import type { PlateStats } from '@brightwall/protocol/plate-setup';

export class LatestPlateStats {
  readonly events = new Emitter<{ changed: [stats: PlateStats] }>();
  readonly #stats = new Map<string, PlateStats>();

  handleStats(stats: PlateStats): void {
    this.#stats.set(stats.cameraId, stats);
    this.events.emit('changed', stats);
  }

  all(): PlateStats[] {
    return [...this.#stats.values()];
  }
}
