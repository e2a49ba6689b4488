import { describe, expect, it } from 'vitest';
import { parseAreas } from '../../../net/area-file.ts';
import { testCamera } from '../../../testing.ts';
import { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { parseLayers } from './layer-choice.ts';
import { AreaCounter } from './online-rate.ts';
import { rateColour, rateShape, rateSteps, rateText } from './rate-shape.ts';
import { shownCameras } from './useShownCameras.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const place = (x: number, y: number) => ({ ...frame.toLonLat(x, y), headingDeg: null });
const placed = (
  n: number,
  x: number,
  y: number,
  change: Parameters<typeof testCamera>[1] = {},
): PlacedCamera => {
  const camera = testCamera(n, { place: place(x, y), ...change });
  return { camera, place: camera.place! };
};
const down = { state: { kind: 'unreachable', sinceMs: 0 } } as const;

/** Two squares of 100 m beside each other, and one far away. */
const areas = parseAreas({
  areas: [0, 100, 5000].map((x, i) => ({
    level: 'community',
    code: `${i}`,
    name: `社区${i}`,
    ring: [
      [x, 0],
      [x + 100, 0],
      [x + 100, 100],
      [x, 100],
    ].map(([px, py]) => {
      const { lon, lat } = frame.toLonLat(px!, py!);
      return [lon, lat];
    }),
  })),
});

describe('the online rate of an area', () => {
  it('is the share of its own cameras that are live', () => {
    const counter = new AreaCounter(areas, frame);
    const cameras = [
      placed(1, 10, 10),
      placed(2, 90, 90, down),
      placed(3, 150, 50),
      placed(4, 900, 900, down),
    ];
    const rates = counter.rates(cameras);
    expect(rates.map(({ area, live, cameras: all }) => [area.name, live, all])).toEqual([
      ['社区0', 1, 2],
      ['社区1', 1, 1],
      ['社区2', 0, 0],
    ]);
    // The first loses its camera; the places are the same.
    const [first, ...others] = cameras as [PlacedCamera, ...PlacedCamera[]];
    const gone = { ...first, camera: { ...first.camera, ...down } };
    expect(counter.rates([gone, ...others])[0]).toMatchObject({ live: 0, cameras: 2 });
  });
  it('colours the ground of areas that have cameras, and no other', () => {
    const { features } = rateShape(new AreaCounter(areas, frame).rates([placed(1, 10, 10)]));
    expect(features.map(({ geometry }) => geometry.type)).toEqual(['Polygon', 'Point']);
    expect(features[1]?.properties.label).toBe('100 %');
  });
  it('is never said to be better than it is', () => {
    expect(rateText({ live: 9999, cameras: 10_000 })).toBe('99.9 %');
    expect(rateText({ live: 1, cameras: 3 })).toBe('33.3 %');
    expect([1, 0.989, 0.5].map(rateColour)).toEqual(rateSteps.map(({ colour }) => colour));
  });
});

describe('the cameras shown', () => {
  const cameras = [placed(1, 0, 0), placed(2, 0, 0, { ptz: true }), placed(3, 0, 0, down)];
  it('are all, the list itself, while nothing is switched off', () => {
    expect(shownCameras(cameras, parseLayers(null))).toBe(cameras);
  });
  it('are those whose kind and state are not switched off', () => {
    const shown = (hidden: object) =>
      shownCameras(cameras, parseLayers(JSON.stringify(hidden))).map(({ camera }) => camera.address);
    expect(shown({ hiddenKinds: ['ptz'] })).toEqual(['10.0.0.1', '10.0.0.3']);
    expect(shown({ hiddenKinds: ['ptz'], hiddenTones: ['fault'] })).toEqual(['10.0.0.1']);
  });
});

describe('what was chosen', () => {
  it('is read back, without what this version does not know', () => {
    const stored = { areas: ['street', 'moon'], hiddenKinds: 'ptz', hiddenTones: ['away'], rate: 'district' };
    expect(parseLayers(JSON.stringify(stored))).toEqual({
      areas: ['street'],
      hiddenKinds: [],
      hiddenTones: ['away'],
      rate: 'district',
      track: true,
      flows: true,
    });
    expect(parseLayers('{"track":false}').track).toBe(false);
  });
  it('is nothing where it cannot be read', () => {
    for (const text of [null, '{', '7', '[]']) expect(parseLayers(text)).toEqual(parseLayers('{}'));
  });
});

describe('areas.json', () => {
  it('is refused where it is none, and read without the areas that are broken', () => {
    for (const body of [null, {}, { areas: 'x' }]) expect(() => parseAreas(body)).toThrow('areas.json');
    const broken = [
      {},
      { level: 'moon', name: 'x', ring: [] },
      { level: 'city', name: 'x', ring: [[1, 2]] },
      null,
    ];
    expect(parseAreas({ areas: broken })).toEqual([]);
  });
});
