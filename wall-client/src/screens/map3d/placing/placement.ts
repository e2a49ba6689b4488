// Whether a camera's coordinates can be believed. What devices report is often (0,0), swapped, or a
// neighbouring country: such a camera is "unplaced" and listed for the installer, never drawn wrong.
import type { Camera, CameraPlace } from '@brightwall/protocol/camera';

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

export type UnplacedReason = 'none' | 'not-a-number' | 'zero' | 'outside';

export type Placement = { kind: 'placed'; place: CameraPlace } | { kind: 'unplaced'; reason: UnplacedReason };

export function placementOf(place: CameraPlace | null | undefined, bounds: Bounds): Placement {
  if (!place) return { kind: 'unplaced', reason: 'none' };
  const { lon, lat, headingDeg } = place;
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return { kind: 'unplaced', reason: 'not-a-number' };
  // Null Island: a receiver without a fix. A hundredth of a degree around it counts too.
  if (Math.abs(lon) < 0.01 && Math.abs(lat) < 0.01) return { kind: 'unplaced', reason: 'zero' };
  const [west, south, east, north] = bounds;
  if (lon < west || lon > east || lat < south || lat > north) return { kind: 'unplaced', reason: 'outside' };
  const heading = headingDeg !== null && Number.isFinite(headingDeg) ? headingDeg : null;
  return { kind: 'placed', place: { lon, lat, headingDeg: heading } };
}

export interface UnplacedCamera {
  camera: Camera;
  reason: UnplacedReason;
}

export interface PlacedCamera {
  camera: Camera;
  place: CameraPlace;
}

/** Parts the cameras; both lists keep the order given. */
export function partByPlacement(
  cameras: Iterable<Camera>,
  bounds: Bounds,
): { placed: PlacedCamera[]; unplaced: UnplacedCamera[] } {
  const placed: PlacedCamera[] = [];
  const unplaced: UnplacedCamera[] = [];
  for (const camera of cameras) {
    const placement = placementOf(camera.place, bounds);
    if (placement.kind === 'placed') placed.push({ camera, place: placement.place });
    else unplaced.push({ camera, reason: placement.reason });
  }
  return { placed, unplaced };
}

/** Parts the cameras again and again: one that did not change keeps its entry, so that whoever compares sees it. */
export class PlacementParts {
  readonly #bounds: Bounds;
  #placed: PlacedCamera[] = [];
  #unplaced: UnplacedCamera[] = [];

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  part(cameras: Iterable<Camera>): { placed: PlacedCamera[]; unplaced: UnplacedCamera[] } {
    const placed: PlacedCamera[] = [];
    const unplaced: UnplacedCamera[] = [];
    for (const camera of cameras) {
      // Cameras come in one order and are replaced, never changed: the entry is where the last one was, or it is anew.
      const wasPlaced = this.#placed[placed.length];
      const wasUnplaced = this.#unplaced[unplaced.length];
      if (wasPlaced?.camera === camera) placed.push(wasPlaced);
      else if (wasUnplaced?.camera === camera) unplaced.push(wasUnplaced);
      else {
        const placement = placementOf(camera.place, this.#bounds);
        if (placement.kind === 'placed') placed.push({ camera, place: placement.place });
        else unplaced.push({ camera, reason: placement.reason });
      }
    }
    this.#placed = placed;
    this.#unplaced = unplaced;
    return { placed, unplaced };
  }
}
