// A track as it is drawn on the map: ways along the roads with arrows, dashed where nobody saw which way was taken,
// gates as points, the vehicle where the playback stands.
import { impossibleKmh, type Track, type TrackLeg } from '@brightwall/protocol/track';
import { alongLine } from '../../../state/track-playback.ts';
import { colours } from '../../../ui/theme.ts';
import type { LonLat } from '../geo.ts';
import { lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';

const other = '#5b7288';

/** Of a trip with more legs the speeds would hide the way. */
const mostSpeeds = 20;

const points = (leg: TrackLeg): LonLat[] => leg.line.map(([lon, lat]) => ({ lon, lat }));

/** `trip`: the one that is looked at, the others are dim; null: all of them. */
export function trackShape(
  { passages, trips }: Track,
  trip: number | null,
  placeOf: (cameraId: string) => LonLat | null,
): Shape {
  const dimFirst = trips.map((one, n) => ({ ...one, isDim: trip !== null && n !== trip }));
  dimFirst.sort((a, b) => Number(b.isDim) - Number(a.isDim));
  return shapeOf(
    dimFirst.flatMap(({ first, legs, isDim }) => [
      ...legs.flatMap(leg => legShape(leg, isDim)),
      ...(isDim || legs.length > mostSpeeds ? [] : legs.flatMap(speedShape)),
      ...passages.slice(first, first + legs.length + 1).flatMap(({ cameraId }): ShapeFeature[] => {
        const at = placeOf(cameraId);
        return at ? [pointShape(at, { colour: isDim ? other : colours.primary, radius: isDim ? 4 : 6 })] : [];
      }),
    ]),
  );
}

function legShape(leg: TrackLeg, isDim: boolean): ShapeFeature[] {
  const line = points(leg);
  if (line.length < 2) return [];
  const isImpossible = (leg.atLeastKmh ?? 0) > impossibleKmh;
  const colour = isImpossible ? colours.fault : isDim ? other : colours.primary;
  return [lineShape(line, { colour, width: isDim ? 3 : 5, dashed: leg.isUnseen, arrows: !isDim })];
}

/** The lower bound, in the middle of the way. */
function speedShape({ line, atLeastKmh, metres }: TrackLeg): ShapeFeature[] {
  const middle = alongLine(line, 0.5);
  if (!middle || atLeastKmh === null || !metres) return [];
  const [lon, lat] = middle;
  const label = `≥ ${Math.round(atLeastKmh)} km/h`;
  return [pointShape({ lon, lat }, { colour: colours.primary, radius: 0, label })];
}

/** The vehicle itself. */
export const vehicleShape = ([lon, lat]: [number, number]): Shape =>
  shapeOf([
    pointShape({ lon, lat }, { colour: '#ffd166', radius: 16, hollow: true }),
    pointShape({ lon, lat }, { colour: '#ffd166', radius: 8 }),
  ]);

/** Everything a track touches, to be brought into view. */
export function groundOfTrack({ trips }: Track, trip: number | null): LonLat[] {
  return trips.filter((_, n) => trip === null || n === trip).flatMap(({ legs }) => legs.flatMap(points));
}
