import { expect, it } from 'vitest';
import { latencyOf } from './latency.ts';

const nothing = { byCaptureClockMs: null, cameraToEdgeMs: null, lastLegMs: null, byBrowserMs: null };

it('believes the camera’s own clock first', () => {
  expect(latencyOf({ byCaptureClockMs: 120.4, cameraToEdgeMs: 30, lastLegMs: 25, byBrowserMs: 20 })).toBe(
    120,
  );
});

it('adds the legs where no capture time came through', () => {
  expect(latencyOf({ ...nothing, cameraToEdgeMs: 30, lastLegMs: 25 })).toBe(55);
});

it('drops a figure that only a wrong clock can give', () => {
  expect(latencyOf({ ...nothing, byCaptureClockMs: -5_000, cameraToEdgeMs: 30, lastLegMs: 25 })).toBe(55);
  expect(latencyOf({ ...nothing, byCaptureClockMs: 3_600_000 })).toBeNull();
});

it('says nothing rather than half a way', () => {
  expect(latencyOf({ ...nothing, lastLegMs: 25 })).toBeNull();
  expect(latencyOf(nothing)).toBeNull();
});
