import { describe, expect, test } from 'vitest';
import { makeCity } from './city.ts';
import type { Place } from './places.ts';

interface Collection {
  features: {
    properties: Record<string, unknown>;
    geometry: { type: string; coordinates: unknown };
  }[];
}

const startedAt = performance.now();
const city = makeCity(1);
const tookMs = performance.now() - startedAt;
const json = (name: string) => JSON.parse(city.get(name) ?? 'null');
const layer = (name: string) => json(`${name}.geojson`) as Collection;
const places = json('places.json') as Place[];
const about = json('city.json') as {
  bounds: [number, number, number, number];
  layers: Record<string, string>;
};

const positions = (value: unknown): [number, number][] =>
  Array.isArray(value) && typeof value[0] === 'number'
    ? [value as [number, number]]
    : (value as unknown[]).flatMap(positions);

describe('the demo city', () => {
  test('is the same, byte for byte, for the same seed', () => {
    expect([...makeCity(1)]).toEqual([...city]);
  });

  test('is another city for another seed', () => {
    expect(makeCity(2).get('buildings.geojson')).not.toBe(city.get('buildings.geojson'));
  });

  test('is drawn in less than 5 s and weighs less than 5 MB', () => {
    expect(tookMs).toBeLessThan(5000);
    expect([...city.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(5e6);
  });

  test('lists in city.json every layer it wrote', () => {
    for (const file of Object.values(about.layers)) expect(city.has(file)).toBe(true);
  });

  test('holds only finite coordinates and closed rings', () => {
    for (const name of Object.keys(about.layers))
      for (const { geometry } of layer(name).features) {
        for (const [lon, lat] of positions(geometry.coordinates)) {
          expect(Math.abs(lon - 120)).toBeLessThan(0.06);
          expect(Math.abs(lat - 30)).toBeLessThan(0.06);
        }
        if (geometry.type === 'Polygon')
          for (const ring of geometry.coordinates as unknown[][]) expect(ring.at(-1)).toEqual(ring[0]);
      }
  });

  test('has thousands of buildings, towers in the core and low houses elsewhere', () => {
    const { features } = layer('buildings');
    const heights = features.map(f => f.properties.height as number);
    expect(features.length).toBeGreaterThan(4000);
    expect(Math.max(...heights)).toBeGreaterThan(200);
    expect(heights.filter(height => height < 12).length).toBeGreaterThan(200);
    for (const { properties } of features)
      expect(properties.height as number).toBeGreaterThan((properties.base as number | undefined) ?? 0);
  });

  test('names its roads in Chinese and in English, and carries some of them over the river', () => {
    const { features } = layer('roads');
    const named = features.filter(f => f.properties.class !== 'path' && f.properties.class !== 'lane');
    for (const { properties } of named) {
      expect(properties.name).toMatch(/[\u4e00-\u9fff]/);
      expect(properties.nameEn).toMatch(/^[A-Za-z ]+$/);
    }
    expect(features.filter(f => f.properties.bridge).length).toBeGreaterThanOrEqual(6);
  });
});

describe('the camera places', () => {
  test('are more than 5000, each with a name and a spot of its own', () => {
    expect(places.length).toBeGreaterThanOrEqual(5000);
    expect(new Set(places.map(place => place.name)).size).toBe(places.length);
    expect(new Set(places.map(place => place.nameEn)).size).toBe(places.length);
  });

  test('lie in the city and look somewhere', () => {
    const [west, south, east, north] = about.bounds;
    for (const { lon, lat, headingDeg } of places) {
      expect(lon > west && lon < east && lat > south && lat < north).toBe(true);
      expect(headingDeg >= 0 && headingDeg < 360).toBe(true);
    }
  });

  test('begin with sixteen around the main junction, all four of its approaches first', () => {
    const first = places.slice(0, 16);
    expect(first.slice(0, 4).every(place => place.name.startsWith('人民路与解放路路口'))).toBe(true);
    for (const { lon, lat } of first) {
      expect(Math.abs(lon - 120) * 96_300).toBeLessThan(600);
      expect(Math.abs(lat - 30) * 111_200).toBeLessThan(600);
    }
  });

  test('name the way they look: 北向 looks north', () => {
    const north = places.filter(place => place.name.endsWith('路口 北向'));
    expect(north.length).toBeGreaterThan(50);
    for (const { headingDeg } of north) expect(Math.cos((headingDeg * Math.PI) / 180)).toBeGreaterThan(0.9);
  });

  test('include bridges, the park and the gates of the industrial park', () => {
    for (const part of ['大桥', '云湖公园南门', '示范工业园西门'])
      expect(places.some(place => place.name.includes(part))).toBe(true);
  });
});
