// A track as it is drawn on the map: ways along the roads with arrows, dashed where nobody saw which way was taken,
// gates as points, the vehicle where the playback stands.
import { impossibleKmh, type Track, type TrackLeg } from '@brightwall/protocol/track';
import { colours } from '../../../ui/theme.ts';
import { LocalFrame, type LonLat } from '../geo.ts';
import { areaShape, lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';

const other = '#5b7288';
const arrowEveryM = 450;
const arrowM = 34;

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
  return [
    lineShape(line, { colour, width: isDim ? 3 : 5, dashed: leg.isUnseen }),
    ...(isDim ? [] : arrowsAlong(line, colour)),
  ];
}

/** Every so many metres, and at least one in the middle. */
function arrowsAlong(line: readonly LonLat[], colour: string): ShapeFeature[] {
  const frame = new LocalFrame(line[0]!);
  const at = line.map(place => frame.toLocal(place));
  const steps = at.slice(1).map(([x, y], n) => Math.hypot(x - at[n]![0], y - at[n]![1]));
  const whole = steps.reduce((sum, step) => sum + step, 0);
  const count = Math.max(1, Math.floor(whole / arrowEveryM));
  const arrows: ShapeFeature[] = [];
  let walked = 0;
  for (const [n, step] of steps.entries()) {
    while (arrows.length < count && (whole * (arrows.length + 0.5)) / count <= walked + step && step > 0) {
      const part = ((whole * (arrows.length + 0.5)) / count - walked) / step;
      const [a, b] = [at[n]!, at[n + 1]!];
      const [dx, dy] = [(b[0] - a[0]) / step, (b[1] - a[1]) / step];
      const [x, y] = [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
      const corner = (along: number, aside: number) =>
        frame.toLonLat(x + dx * along - dy * aside, y + dy * along + dx * aside);
      const ring = [corner(arrowM, 0), corner(-arrowM / 2, arrowM / 1.6), corner(-arrowM / 2, -arrowM / 1.6)];
      arrows.push(areaShape(ring, { colour, fill: 1, width: 0 }));
    }
    walked += step;
  }
  return arrows;
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
