// 在线率 by area: which area each camera stands in, and how many of an area's cameras are live.

import type { Extent } from '@brightwall/kit/roads/plane';
import type { CameraPlace } from '@brightwall/protocol/camera';
import type { Area } from '../../../net/area-file.ts';
import { toneOf } from '../cameras/tone.ts';
import type { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { inExtent } from '../select/camera-grid.ts';
import { extentOf, isInside, type Xy } from '../select/plane.ts';

export interface AreaRate {
  area: Area;
  cameras: number;
  live: number;
}

export class AreaCounter {
  readonly #areas: readonly { area: Area; ring: Xy[]; extent: Extent }[];
  readonly #frame: LocalFrame;
  /** A camera that only changed its state keeps its place's object: rings are asked once per camera. */
  readonly #known = new WeakMap<CameraPlace, number>();

  /** Areas of one level. */
  constructor(areas: readonly Area[], frame: LocalFrame) {
    this.#frame = frame;
    this.#areas = areas.map(area => {
      const ring = area.ring.map(at => frame.toLocal(at));
      return { area, ring, extent: extentOf(ring) };
    });
  }

  rates(placed: readonly PlacedCamera[]): AreaRate[] {
    const rates = this.#areas.map(({ area }): AreaRate => ({ area, cameras: 0, live: 0 }));
    for (const { camera, place } of placed) {
      const rate = rates[this.#areaOf(camera.place ?? place)];
      if (!rate) continue;
      rate.cameras += 1;
      if (toneOf[camera.state.kind] === 'live') rate.live += 1;
    }
    return rates;
  }

  /** -1 for a place in none. */
  #areaOf(place: CameraPlace): number {
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const [x, y] = this.#frame.toLocal(place);
    const index = this.#areas.findIndex(({ ring, extent }) => inExtent(extent, x, y) && isInside(ring, x, y));
    this.#known.set(place, index);
    return index;
  }
}
