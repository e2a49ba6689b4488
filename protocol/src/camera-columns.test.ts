import { describe, expect, test } from 'vitest';
import type { Camera } from './camera.ts';
import { fromColumns, toColumns } from './camera-columns.ts';

const camera = (n: number, change: Partial<Camera> = {}): Camera => ({
  id: n.toString(16).padStart(16, '0'),
  name: `人民路${n}号`,
  source: 'onvif',
  address: `10.0.0.${n}`,
  manufacturer: 'Paper',
  model: null,
  firmware: null,
  serial: `P${n}`,
  mac: null,
  ptz: n % 5 === 0,
  code: null,
  clockOffsetMs: 0,
  streams: [{ profile: 'main', codec: 'h264', codecName: 'H264', widthPx: 1920, heightPx: 1080, fps: 25 }],
  place: { lon: 120 + n / 1000, lat: 30, headingDeg: n % 2 ? 90 : null },
  state: { kind: 'live', sinceMs: 5 },
  siteId: 'a',
  agentId: 'edge-1',
  fieldOfViewDeg: 60,
  rangeM: 80,
  thumbnailMs: null,
  ...change,
});
/** As the wire gives it. */
const carried = (cameras: Camera[]) => fromColumns(JSON.parse(JSON.stringify(toColumns(cameras))));

describe('cameras by columns', () => {
  test('are the same cameras in the same order', () => {
    const state = { kind: 'unreachable', sinceMs: 7, detail: '断电' } as const;
    const cameras = [...Array.from({ length: 20 }, (_, n) => camera(n)), camera(20, { place: null, state })];
    expect(carried(cameras)).toEqual(cameras);
    expect(carried(cameras.slice(0, 1))).toEqual(cameras.slice(0, 1));
    expect(carried([])).toEqual([]);
  });
  test('say what many share once: a third of the bytes', () => {
    const cameras = Array.from({ length: 1000 }, (_, n) => camera(n));
    const bytes = (value: unknown) => JSON.stringify(value).length;
    expect(bytes(toColumns(cameras))).toBeLessThan(bytes(cameras) / 3);
  });
});
