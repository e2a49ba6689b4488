// What an entry asks beyond the number: kind, colour, where and when. Looked at only where the number fits.
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { WatchArea, WatchHours } from '@brightwall/protocol/watch-list';
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
  const place = areas.length > 0 ? placeOf(cameraId) : null;
  return place !== null && areas.some(area => isInside(area, place.lon, place.lat));
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

/** Even–odd rule; an area is small enough that degrees are a plane. */
function isInside(area: WatchArea, lon: number, lat: number): boolean {
  let inside = false;
  for (let at = 0, before = area.length - 1; at < area.length; before = at++) {
    const [x1, y1] = area[at]!;
    const [x2, y2] = area[before]!;
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
