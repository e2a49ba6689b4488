import type { Passage } from '@brightwall/protocol/passage';
import type { FoundPassage } from '@brightwall/protocol/search';
import { colours } from '../../../ui/theme.ts';
import type { LonLat } from '../geo.ts';
import { pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';

/** The cameras of what was found, each with how many passages, the marked one on top. */
export function foundShape(
  found: readonly FoundPassage[],
  marked: Passage | undefined,
  places: ReadonlyMap<string, LonLat>,
): Shape {
  const counts = new Map<string, number>();
  for (const { passage } of found) counts.set(passage.cameraId, (counts.get(passage.cameraId) ?? 0) + 1);
  const points = [...counts].flatMap(([cameraId, count]): ShapeFeature[] => {
    const at = places.get(cameraId);
    return at ? [pointShape(at, { colour: colours.primary, radius: 9, label: String(count) })] : [];
  });
  const at = marked && places.get(marked.cameraId);
  if (at) points.push(pointShape(at, { colour: '#ffffff', radius: 13, hollow: true }));
  return shapeOf(points);
}
