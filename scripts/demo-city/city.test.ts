import { createHash } from 'node:crypto';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { type FetchSource, PMTiles } from 'pmtiles';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeCity } from './city.ts';
import type { Place } from './places.ts';

let city: Map<string, string | Uint8Array>;
let tookMs = Number.POSITIVE_INFINITY;
beforeAll(() => {
  const startedAt = performance.now();
  city = makeCity(1);
  tookMs = performance.now() - startedAt;
});
const hash = (files: Map<string, string | Uint8Array>) => {
  const sum = createHash('sha256');
  for (const [name, data] of files) sum.update(name).update(data);
  return sum.digest('hex');
};
const json = (name: string) => JSON.parse(String(city.get(name) ?? 'null'));

describe('the demo city', () => {
  test('is the same, byte for byte, for the same seed, and another for another', () => {
    expect(hash(makeCity(1))).toBe(hash(city));
    expect(hash(makeCity(2))).not.toBe(hash(city));
  });

  // Under 10 s on two idle cores; the limit here leaves room for a machine that is busy testing.
  test('is drawn in seconds and weighs less than 60 MB', () => {
    expect(tookMs).toBeLessThan(30_000);
    expect([...city.values()].reduce((sum, data) => sum + Buffer.byteLength(data), 0)).toBeLessThan(60e6);
  });

  test('lists in city.json the files it wrote', () => {
    const { tiles, tileset, areas, roadGraph, places } = json('city.json');
    for (const file of [tiles.file, tileset, areas, roadGraph, places]) expect(city.has(file)).toBe(true);
  });

  test('has some seventy thousand buildings', () => {
    const { buildings } = json('city.json').counts;
    expect(buildings).toBeGreaterThan(65_000);
    expect(buildings).toBeLessThan(80_000);
  });
});

describe('the vector tiles', () => {
  const archive = () => {
    const data = city.get('city.pmtiles') as Uint8Array;
    const source: Pick<FetchSource, 'getBytes' | 'getKey'> = {
      getKey: () => 'city.pmtiles',
      getBytes: async (offset, length) => ({
        data: data.buffer.slice(data.byteOffset + offset, data.byteOffset + offset + length) as ArrayBuffer,
      }),
    };
    return new PMTiles(source);
  };
  const layersAt = async (z: number, x: number, y: number) => {
    const tile = await archive().getZxy(z, x, y);
    return tile ? new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers : null;
  };

  test('are read by the pmtiles library, header and metadata', async () => {
    const header = await archive().getHeader();
    expect(header).toMatchObject({ specVersion: 3, minZoom: 8, maxZoom: 15, tileType: 1, clustered: true });
    expect(header.minLon).toBeCloseTo(119.93, 1);
    const { vector_layers } = (await archive().getMetadata()) as { vector_layers: { id: string }[] };
    expect(vector_layers.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['land', 'water', 'roads', 'buildings', 'trees', 'labels', 'areas']),
    );
  });

  test('hold all layers in the middle of the city, with heights and names', async () => {
    const layers = await layersAt(15, 27_306, 13_519); // around 120° E 30° N
    expect(Object.keys(layers ?? {})).toEqual(
      expect.arrayContaining(['land', 'water', 'areas', 'roads', 'buildings', 'trees', 'labels']),
    );
    const buildings = layers?.buildings;
    expect(buildings?.length).toBeGreaterThan(200);
    for (let i = 0; i < (buildings?.length ?? 0); i += 1) {
      const { height, base } = buildings!.feature(i).properties;
      expect(height as number).toBeGreaterThan((base as number | undefined) ?? 0);
    }
    const roads = layers?.roads;
    const names = Array.from({ length: roads?.length ?? 0 }, (_, i) => roads!.feature(i).properties);
    expect(names.some(({ name, nameEn }) => name === '人民路' && nameEn === 'Renmin Road')).toBe(true);
  });

  test('show only the skyline from afar, and no trees', async () => {
    const near = await layersAt(14, 13_653, 6759);
    const far = await layersAt(12, 3413, 1689);
    expect(far?.buildings?.length).toBeGreaterThan(50);
    for (let i = 0; i < (far?.buildings?.length ?? 0); i += 1)
      expect(far?.buildings?.feature(i).properties.height as number).toBeGreaterThanOrEqual(50);
    expect(near?.trees?.length).toBeGreaterThan(100);
    expect(far?.trees).toBeUndefined();
  });

  test('are none where the city is not', async () => {
    expect(await layersAt(15, 0, 0)).toBeNull();
  });
});

describe('the camera places', () => {
  const places = () => json('places.json') as Place[];

  test('are a hundred thousand, each with a name of its own', () => {
    const list = places();
    expect(list.length).toBe(100_000);
    expect(new Set(list.map(place => place.name)).size).toBe(list.length);
    expect(new Set(list.map(place => place.nameEn)).size).toBe(list.length);
  });

  test('lie in the city, look somewhere and see something', () => {
    const [west, south, east, north] = json('city.json').bounds as [number, number, number, number];
    const wrong = places().filter(
      ({ lon, lat, headingDeg, fieldOfViewDeg }) =>
        !(lon > west && lon < east && lat > south && lat < north) ||
        !(headingDeg >= 0 && headingDeg < 360) ||
        !(fieldOfViewDeg >= 20 && fieldOfViewDeg <= 120),
    );
    expect(wrong).toEqual([]);
  });

  test('begin with sixteen around the main junction, all four of its approaches first', () => {
    const first = places().slice(0, 16);
    expect(first.slice(0, 4).every(place => place.name.startsWith('人民路与解放路路口'))).toBe(true);
    for (const { lon, lat } of first) {
      expect(Math.abs(lon - 120) * 96_300).toBeLessThan(600);
      expect(Math.abs(lat - 30) * 111_200).toBeLessThan(600);
    }
  });

  test('spread the first five thousand over the whole city', () => {
    const quarter = (place: Place) => `${place.lon > 120}${place.lat > 30}`;
    const counts = new Map<string, number>();
    for (const place of places().slice(0, 5000))
      counts.set(quarter(place), (counts.get(quarter(place)) ?? 0) + 1);
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });

  test('name the way they look: 北向 looks north', () => {
    const north = places().filter(place => place.name.endsWith('路口 北向'));
    expect(north.length).toBeGreaterThan(500);
    for (const { headingDeg } of north) expect(Math.cos((headingDeg * Math.PI) / 180)).toBeGreaterThan(0.9);
  });

  test('include bridges, parks, checkpoints and the gates of the industrial park', () => {
    const list = places();
    for (const part of ['大桥', '云湖公园南门', '东湖公园', '示范工业园西门', '卡口'])
      expect(list.some(place => place.name.includes(part))).toBe(true);
  });
});
