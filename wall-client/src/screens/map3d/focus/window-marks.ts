// Rings with their numbers around the cameras whose windows are open, so that each picture is found on the map.
import { colours } from '../../../ui/theme.ts';
import type { LonLat } from '../geo.ts';
import { pointShape, type Shape, shapeOf } from '../shapes/shape.ts';

/** Null where there is nothing to mark. Cameras without a place have a number, but no ring. */
export function windowMarks(
  ids: readonly string[],
  current: string | null,
  placeOf: (cameraId: string) => LonLat | null,
): Shape | null {
  const rings = ids.flatMap((id, i) => {
    const place = placeOf(id);
    if (!place) return [];
    const colour = id === current ? '#ffd166' : colours.primary;
    return [pointShape(place, { colour, radius: id === current ? 15 : 12, hollow: true, label: `${i + 1}` })];
  });
  return rings.length > 0 ? shapeOf(rings) : null;
}
