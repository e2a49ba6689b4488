// One vehicle's passages as trips along the roads.
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { TrackLeg, TrackTrip } from '@brightwall/protocol/track';
import type { Place, RoadsPort } from '../ports.ts';

/** A trip ends where the vehicle was not seen for longer (domain.md §4, 轨迹查询). */
export const tripGapMs = 30 * 60_000;
/** Slower than this by the shortest way it stood, or went another. */
const slowKmh = 10;
/** Within this time a vehicle that waits at lights is still on its way. */
const waitMs = 3 * 60_000;

/** Where each trip begins and ends among passages that are oldest first; the end is not included. */
export function cutTrips(passages: readonly Passage[]): { first: number; end: number }[] {
  const trips: { first: number; end: number }[] = [];
  for (const [n, passage] of passages.entries()) {
    const before = passages[n - 1];
    const gapMs = before ? passedByCoreMs(passage) - passedByCoreMs(before) : Number.POSITIVE_INFINITY;
    if (gapMs > tripGapMs) trips.push({ first: n, end: n + 1 });
    else trips.at(-1)!.end = n + 1;
  }
  return trips;
}

/** `passages`: of one vehicle, oldest first. `placeOf`: null for a camera without a place. */
export async function tripsOf(
  passages: readonly Passage[],
  placeOf: (cameraId: string) => Place | null,
  roads: RoadsPort,
): Promise<TrackTrip[]> {
  const trips: TrackTrip[] = [];
  for (const { first, end } of cutTrips(passages)) {
    const legs: TrackLeg[] = [];
    for (let n = first + 1; n < end; n++)
      legs.push(await legBetween(passages[n - 1]!, passages[n]!, placeOf, roads));
    trips.push({ first, legs });
  }
  return trips;
}

async function legBetween(
  from: Passage,
  to: Passage,
  placeOf: (cameraId: string) => Place | null,
  roads: RoadsPort,
): Promise<TrackLeg> {
  const [start, end] = [placeOf(from.cameraId), placeOf(to.cameraId)];
  if (!start || !end) return { line: [], metres: null, atLeastKmh: null, isUnseen: true };
  const tookMs = passedByCoreMs(to) - passedByCoreMs(from);
  const way = from.cameraId === to.cameraId ? { line: [start], metres: 0 } : await roads.way(start, end);
  if (!way) return { line: [start, end].map(position), metres: null, atLeastKmh: null, isUnseen: true };
  const atLeastKmh = tookMs > 0 ? (way.metres / tookMs) * 3600 : null;
  return {
    // From mast to mast: the way itself begins and ends on the road beside it.
    line: [start, ...way.line, end].map(position),
    metres: way.metres,
    atLeastKmh,
    isUnseen: tookMs > waitMs && (atLeastKmh ?? 0) < slowKmh,
  };
}

const position = ({ lon, lat }: Place): [number, number] => [lon, lat];
