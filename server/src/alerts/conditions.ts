// What an entry asks beyond the number: kind, colour, where and when. Looked at only where the number fits.
import { isInside } from '@brightwall/kit/roads/plane';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { WatchHours } from '@brightwall/protocol/watch-list';
import type { PlaceOf, WatchTerms } from './ports.ts';

const minuteMs = 60_000;
const dayMinutes = 1440;
/** China has one time zone and no summer time. */
const chinaMinutes = 8 * 60;
/** 1970-01-01 was a Thursday. */
const firstWeekday = 4;

export function meets(terms: WatchTerms, passage: Passage, placeOf: PlaceOf): boolean {
  const passedMs = passedByCoreMs(passage);
  return (
    passedMs >= terms.fromMs &&
    passedMs < terms.untilMs &&
    (terms.kinds.length === 0 || terms.kinds.includes(passage.kind)) &&
    (terms.colours.length === 0 || terms.colours.includes(passage.colour)) &&
    (terms.hours === null || isWithinHours(terms.hours, passedMs)) &&
    isThere(terms, passage.cameraId, placeOf)
  );
}

function isThere({ cameraIds, areas }: WatchTerms, cameraId: string, placeOf: PlaceOf): boolean {
  if (cameraIds.length === 0 && areas.length === 0) return true;
  if (cameraIds.includes(cameraId)) return true;
  // An area is small enough that degrees are a plane.
  const place = areas.length > 0 ? placeOf(cameraId) : null;
  return place !== null && areas.some(({ ring }) => isInside(ring, place.lon, place.lat));
}

export function isWithinHours({ days, fromMinute, toMinute }: WatchHours, epochMs: number): boolean {
  const minutes = Math.floor(epochMs / minuteMs) + chinaMinutes;
  const minute = minutes % dayMinutes;
  const today = (Math.floor(minutes / dayMinutes) + firstWeekday) % 7;
  const isOf = (day: number) => days.length === 0 || days.includes(day);
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && isOf(today);
  // Over midnight: the evening is of today, the morning of yesterday.
  return (minute >= fromMinute && isOf(today)) || (minute < toMinute && isOf((today + 6) % 7));
}
