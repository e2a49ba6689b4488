// MapLibre that may be told to wait with its next frame, and that is small until it is to be seen. By itself it draws a
// frame for each tile that comes, and where drawing is slow each keeps the next tile, and everything else, waiting.
import { Map as MapLibreMap, type MapOptions } from 'maplibre-gl';

/** A processor that draws a frame nobody sees, for the tiles that MapLibre asks for while it draws, fills few pixels. */
const unseenPixelRatio = 1 / 16;

export class WaitingMap extends MapLibreMap {
  /** Asked before each frame; whoever says no asks for a frame when that has changed. */
  mayDraw: (() => boolean) | null = null;
  #isFull = false;

  constructor(options: MapOptions) {
    super({ ...options, pixelRatio: unseenPixelRatio });
  }

  /** Whether frames have all of the screen's pixels. */
  get isFull(): boolean {
    return this.#isFull;
  }

  fill(): void {
    this.#isFull = true;
    // None of ours: the device's, also when it changes.
    this.setPixelRatio(null as unknown as number);
  }

  override triggerRepaint(): void {
    if (this.mayDraw?.() !== false) super.triggerRepaint();
  }
}
