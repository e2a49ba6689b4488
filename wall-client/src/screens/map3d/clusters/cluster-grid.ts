// Cameras from afar: those of one square of the ground are told as one, with how many of them are in trouble. Made
// here, not by MapLibre: its clusters would have to be given all hundred thousand anew at every change of a state.
import type { CameraInstances } from '../cameras/camera-instances.ts';
import { tones } from '../cameras/tone.ts';

export interface Cluster {
  /** The mean of its cameras, local metres. */
  x: number;
  y: number;
  count: number;
  /** In trouble: no picture, a bad one, or nobody to ask. */
  troubled: number;
  /** Open alerts of the watch list. */
  alarms: number;
}

/** Open alerts of one place, local metres. */
export interface AlarmPoint {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

const firstTroubled = tones.indexOf('warn');

/** By squares of so many metres, in the order of their first cameras. */
export function clusterCameras(
  { place, look, count }: CameraInstances,
  cellM: number,
  alarms: readonly AlarmPoint[] = [],
): Cluster[] {
  const cells = new Map<number, Cluster>();
  const keyOf = (x: number, y: number) => {
    // Every other row by half a square: discs in rank and file would look like a table.
    const row = Math.floor(y / cellM);
    return row * 1e6 + Math.floor(x / cellM + (row & 1) / 2);
  };
  for (let i = 0; i < count; i += 1) {
    const x = place[i * 4] as number;
    const y = place[i * 4 + 1] as number;
    const key = keyOf(x, y);
    let cell = cells.get(key);
    if (!cell) {
      cell = { x: 0, y: 0, count: 0, troubled: 0, alarms: 0 };
      cells.set(key, cell);
    }
    cell.x += x;
    cell.y += y;
    cell.count += 1;
    if ((look[i * 4 + 2] as number) >= firstTroubled) cell.troubled += 1;
  }
  for (const alarm of alarms) {
    // Where its camera is switched off on the map, the alert's own mark still stands there.
    const cell = cells.get(keyOf(alarm.x, alarm.y));
    if (cell) cell.alarms += alarm.count;
  }
  const clusters = [...cells.values()];
  for (const cell of clusters) {
    cell.x /= cell.count;
    cell.y /= cell.count;
  }
  return clusters;
}

/** As short as a disc has room for: 87, 1.2k, 15k. */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}
