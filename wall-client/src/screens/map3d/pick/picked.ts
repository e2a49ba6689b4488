// Cameras chosen by several areas and shapes together.
import type { Area } from '../areas/area-file.ts';
import type { LonLat } from '../geo.ts';
import type { CameraGrid } from '../select/camera-grid.ts';
import { isInside } from '../select/plane.ts';
import { type Selection, selectCameras } from '../select/selection.ts';

export interface PickPart {
  /** An area's code, or a shape's number. */
  readonly key: string;
  /** Null of a shape, which has no name. */
  readonly area: Area | null;
  readonly selection: Selection;
}

export const partOfArea = (area: Area): PickPart => ({
  key: keyOfArea(area),
  area,
  selection: { kind: 'polygon', ring: area.ring },
});

export const keyOfArea = ({ level, code, name }: Area): string => `${level} ${code} ${name}`;

/** Each camera once: what was chosen before, then part by part. */
export function pickedCameras(
  kept: readonly string[],
  parts: readonly PickPart[],
  grid: CameraGrid,
): string[] {
  return [
    ...new Set([
      ...kept,
      ...parts.flatMap(({ selection }) => selectCameras(grid, selection).map(({ id }) => id)),
    ]),
  ];
}

/** The area of these that a place lies in. */
export function areaAt(areas: readonly Area[], { lon, lat }: LonLat): Area | null {
  const holds = ({ ring }: Area) =>
    isInside(
      ring.map(at => [at.lon, at.lat]),
      lon,
      lat,
    );
  return areas.find(holds) ?? null;
}
