import type { NextCameras } from '@brightwall/protocol/next-cameras';
import { expect, it } from 'vitest';
import { cameraId } from '../testing.ts';
import { arrivalOf, isFresh, nextOf, tilesOf } from './next-cameras.ts';

const next: NextCameras = {
  ...{
    cameraId: cameraId(1),
    passedMs: 0,
    cameFrom: null,
    counted: 9,
    hasRoads: true,
    nowMs: 0,
    elsewhere: 0.1,
  },
  cameras: [2, 3, 4].map(n => ({
    ...{ cameraId: cameraId(n), share: 0.3, metres: 500, line: [], seen: 3 },
    arrival: [30_000, 60_000, 120_000],
  })),
};

it('counts down to when the vehicle is expected, then says that it is due, then that it is late', () => {
  const [one] = next.cameras;
  expect(arrivalOf(one!, 10_000)).toEqual({ kind: 'in', ms: 50_000, fromMs: 20_000, toMs: 110_000 });
  expect(arrivalOf(one!, 40_000)).toEqual({ kind: 'in', ms: 20_000, fromMs: 0, toMs: 80_000 });
  expect([60_000, 120_000].map(nowMs => arrivalOf(one!, nowMs)?.kind)).toEqual(['due', 'overdue']);
  expect(arrivalOf({ arrival: null }, 0)).toBeNull();
});

it('plays the likeliest by their numbers, and the last place after them', () => {
  expect(tilesOf(next, 3)).toEqual([2, 3, 1].map(cameraId));
  expect(tilesOf(next, 16)).toEqual([2, 3, 4, 1].map(cameraId));
});

it('keeps what was said while newer is asked for', () => {
  expect(nextOf({ kind: 'asking', alertId: 'a', before: next })).toBe(next);
  expect([nextOf({ kind: 'none' }), nextOf({ kind: 'failed', alertId: 'a', error: null })]).toEqual([
    null,
    null,
  ]);
});

it('is asked for while an alert is open, and half an hour from the passage', () => {
  const alert = { state: 'raised', lastPassedMs: 0 } as Parameters<typeof isFresh>[0];
  expect([0, 29 * 60_000, 31 * 60_000].map(nowMs => isFresh(alert, nowMs))).toEqual([true, true, false]);
  expect(isFresh({ ...alert, state: 'fed-back' }, 0)).toBe(false);
});
