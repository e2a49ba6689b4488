// A relay as it is drawn on the map: the way with its cameras, the one being passed large; of a vehicle that is
// followed, where it came along and where it may go.
import { colours } from '../../../ui/theme.ts';
import type { LonLat } from '../geo.ts';
import { lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';
import type { Relay } from './relay-store.ts';
import type { RelayView } from './relay-view.ts';

const passed = '#7f95aa';
const now = '#ffd166';

/** `placeOf`: null for a camera without a place. */
export function relayShape(
  relay: Relay,
  view: RelayView,
  placeOf: (cameraId: string) => LonLat | null,
): Shape {
  const point = (cameraId: string, colour: string, radius: number): ShapeFeature[] => {
    const at = placeOf(cameraId);
    return at ? [pointShape(at, { colour, radius })] : [];
  };
  if (relay.kind === 'way' && view.kind === 'way')
    return shapeOf([
      lineShape(relay.line, { colour: colours.primary, width: 5 }),
      ...view.stops.flatMap(({ cameraId }, i) =>
        point(cameraId, i === view.at ? now : i < view.at ? passed : colours.primary, i === view.at ? 8 : 5),
      ),
    ]);
  if (view.kind !== 'follow') return shapeOf([]);
  const trail = view.trail.flatMap(id => placeOf(id) ?? []);
  const here = trail.at(-1);
  return shapeOf([
    ...(trail.length > 1 ? [lineShape(trail, { colour: colours.primary, width: 5 })] : []),
    ...view.options.flatMap(({ cameraId }) => {
      const at = placeOf(cameraId);
      return here && at ? [lineShape([here, at], { colour: now, width: 3, dashed: true })] : [];
    }),
    ...view.trail.slice(0, -1).flatMap(id => point(id, passed, 5)),
    ...view.options.flatMap(({ cameraId }) => point(cameraId, colours.primary, 6)),
    ...point(view.current, now, 8),
  ]);
}
