// Where a vehicle may be read next, as it is drawn on the map: ways along the roads, the likelier the broader, and the
// number of each in the list at its end.
import type { NextCameras } from '@brightwall/protocol/next-cameras';
import type { LonLat } from '../geo.ts';
import { lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';

const colour = '#ffd166';

export function nextShape({ cameras }: NextCameras, placeOf: (cameraId: string) => LonLat | null): Shape {
  const ways = cameras.flatMap(({ line, share }): ShapeFeature[] => {
    const points = line.map(([lon, lat]) => ({ lon, lat }));
    return points.length > 1 ? [lineShape(points, { colour, width: 2 + 5 * share, dashed: true })] : [];
  });
  const ends = cameras.flatMap(({ cameraId, share }, n): ShapeFeature[] => {
    const at = placeOf(cameraId);
    const label = `${n + 1} · ${Math.round(share * 100)}%`;
    return at ? [pointShape(at, { colour, radius: 7 + 5 * share, label })] : [];
  });
  // Likeliest last: they lie over the others.
  return shapeOf([...ways.reverse(), ...ends.reverse()]);
}

/** Everything it touches, to be brought into view. */
export const groundOfNext = ({ cameras }: NextCameras): LonLat[] =>
  cameras.flatMap(({ line }) => line.map(([lon, lat]) => ({ lon, lat })));
