import type { AlertState, WatchAlert } from '@brightwall/protocol/watch-alert';
import { expect, it } from 'vitest';
import { alarmsOf } from './alarms.ts';

const alert = (n: number, lastCameraId: string, state: AlertState = 'raised'): WatchAlert => ({
  id: String(n),
  entry: { id: 'e', plate: '浙A3K901', reason: '被盗', caseNumber: '1', unit: '城西' },
  ...{ state, plate: '浙A3K901', kind: 'small', raisedMs: n, passedMs: n, cameraId: lastCameraId },
  ...{ passage: null, hits: 1, lastPassedMs: n, lastCameraId, steps: [], park: null },
});
const placeOf = (id: string) => (id === 'nowhere' ? null : { lon: 120, lat: 30 });

it('stand at the camera that read the vehicle last, one for all of its alerts, what nobody signed for first', () => {
  const alarms = alarmsOf(
    [alert(5, 'a', 'signed'), alert(4, 'b', 'checked'), alert(3, 'a'), alert(2, 'c'), alert(1, 'nowhere')],
    placeOf,
  );
  expect(
    alarms.map(({ cameraId, alert: { id }, count, isRaised }) => [cameraId, id, count, isRaised]),
  ).toEqual([
    ['a', '3', 2, true],
    ['c', '2', 1, true],
    ['b', '4', 1, false],
  ]);
  expect(alarmsOf([], placeOf)).toEqual([]);
});
