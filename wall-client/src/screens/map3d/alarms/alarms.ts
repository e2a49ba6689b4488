// Open alerts of the watch list as the map shows them: one mark for each camera, wherever its vehicles passed last.
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import type { LonLat } from '../geo.ts';

/** More marks at once would hide the city; the others are counted in the clusters and stand in the list. */
export const mostMarks = 40;

export interface Alarm {
  readonly cameraId: string;
  readonly place: LonLat;
  /** Of its alerts, the one that is to be looked at: nobody signed for it, and the newest of those. */
  readonly alert: WatchAlert;
  /** Alerts of this camera. */
  readonly count: number;
  /** Somebody has still to sign for one of them. */
  readonly isRaised: boolean;
}

/** Those that somebody has still to sign for first, then the newest. Cameras without a place have none. */
export function alarmsOf(open: readonly WatchAlert[], placeOf: (cameraId: string) => LonLat | null): Alarm[] {
  const byCamera = new Map<string, WatchAlert[]>();
  for (const alert of open) {
    const there = byCamera.get(alert.lastCameraId);
    if (there) there.push(alert);
    else byCamera.set(alert.lastCameraId, [alert]);
  }
  const alarms = [...byCamera].flatMap(([cameraId, alerts]): Alarm[] => {
    const place = placeOf(cameraId);
    const [alert] = alerts.sort(byUrgency);
    return place && alert
      ? [{ cameraId, place, alert, count: alerts.length, isRaised: alert.state === 'raised' }]
      : [];
  });
  return alarms.sort((a, b) => byUrgency(a.alert, b.alert));
}

const byUrgency = (a: WatchAlert, b: WatchAlert): number =>
  Number(b.state === 'raised') - Number(a.state === 'raised') || b.lastPassedMs - a.lastPassedMs;
