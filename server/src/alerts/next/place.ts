// How far, and which way, between places of one city; WGS-84. Within some kilometres good to a part in a thousand.
import type { Passage } from '@brightwall/protocol/passage';
import type { StandingPlace } from './ports.ts';

const metresPerDegree = 111_195;

function plane(from: StandingPlace, to: StandingPlace): [eastM: number, northM: number] {
  const cos = Math.cos((from.lat * Math.PI) / 180);
  return [(to.lon - from.lon) * metresPerDegree * cos, (to.lat - from.lat) * metresPerDegree];
}

export function metresBetween(from: StandingPlace, to: StandingPlace): number {
  return Math.hypot(...plane(from, to));
}

/** Degrees clockwise from north. */
export function headingTo(from: StandingPlace, to: StandingPlace): number {
  const [eastM, northM] = plane(from, to);
  return ((Math.atan2(eastM, northM) * 180) / Math.PI + 360) % 360;
}

/** The way a vehicle drives that a camera saw: against the camera's own, or with it. Null where one is not known. */
export function travelHeading(cameraDeg: number | null, direction: Passage['direction']): number | null {
  if (cameraDeg === null || direction === 'unknown') return null;
  return direction === 'away' ? cameraDeg : (cameraDeg + 180) % 360;
}
