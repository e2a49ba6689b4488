import type { BaseMap } from '@brightwall/protocol/base-map';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCity } from '../../../net/base-map.ts';
import { areaLevels } from './area-layers.ts';
import { themes } from './palette.ts';
import { isSoftware } from './renderer.ts';
import { baseStyle } from './style.ts';
import { tileBuildings, tileFrame, tilesAround } from './tile-buildings.ts';
import { type Footprint, windowLights } from './window-lights.ts';

const demo: BaseMap = {
  name: '示范市',
  nameEn: 'Demo City',
  isFictional: true,
  centre: [120, 30],
  bounds: [119.93, 29.94, 120.07, 30.06],
  vector: { url: '/map/vector.pmtiles?v=1', minZoom: 8, maxZoom: 15 },
  rasters: [],
  tilesets: [],
  terrain: null,
  buildings: null,
  areas: null,
  roadGraph: null,
};

describe('the base map’s description', () => {
  test('is taken as the core gives it', () => {
    expect(parseCity(demo)).toEqual(demo);
  });
  test.each([
    ['that is no object', null],
    ['without bounds', { ...demo, bounds: [1, 2] }],
    [
      'with an archive elsewhere',
      { ...demo, vector: { url: 'https://other.test/x', minZoom: 0, maxZoom: 14 } },
    ],
    [
      'with an archive on another host',
      { ...demo, vector: { url: '//other.test/x', minZoom: 0, maxZoom: 14 } },
    ],
  ])('%s is refused', (_, body) => {
    expect(() => parseCity(body)).toThrow();
  });
});

describe('the style', () => {
  beforeAll(() => {
    (globalThis as { location?: unknown }).location ??= { origin: 'http://core.test' };
  });
  const addresses = (value: unknown): string[] => {
    if (typeof value === 'string') return /^(https?|pmtiles|\/\/)/.test(value) ? [value] : [];
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(addresses) : [];
  };

  test.each(themes.flatMap(theme => [1, 2].map(scale => [theme, scale] as const)))(
    'of the %s at scale %d is valid and asks nobody but the core',
    (theme, scale) => {
      const style = baseStyle(demo, { theme, chinese: true, scale });
      expect(validateStyleMin(style as never)).toEqual([]);
      expect(style.glyphs).toBeUndefined();
      expect(style.sprite).toBeUndefined();
      for (const address of addresses(style)) expect(address).toMatch(/^pmtiles:\/\/http:\/\/core\.test\//);
    },
  );

  test('has the same layers by day as by night, so that one becomes the other', () => {
    const [night, day] = themes.map(theme => baseStyle(demo, { theme, chinese: true, scale: 1 }));
    const shape = (style = night) => style?.layers.map(({ id, paint }) => [id, Object.keys(paint ?? {})]);
    expect(shape(day)).toEqual(shape(night));
  });

  test('lets nothing through buildings where a processor would draw them twice for it', () => {
    const opacity = (inSoftware: boolean) => {
      const { layers } = baseStyle(demo, { theme: 'night', chinese: true, scale: 1, inSoftware });
      const buildings = layers.find(({ id }) => id === 'buildings');
      return (buildings!.paint as { 'fill-extrusion-opacity': unknown[] })['fill-extrusion-opacity'].at(-1);
    };
    expect(opacity(true)).toBe(1);
    expect(opacity(false)).toBeLessThan(1);
  });

  test('hides all areas until they are asked for', () => {
    const { layers } = baseStyle(demo, { theme: 'night', chinese: true, scale: 1 });
    const areas = layers.filter(({ id }) => id.startsWith('area-'));
    expect(areas.length).toBeGreaterThanOrEqual(areaLevels.length * 3);
    for (const { layout } of areas) expect(layout?.visibility).toBe('none');
  });
});

const house = (x: number, kind: string, height = 60): Footprint => ({
  ring: [
    [x, 0],
    [x + 30, 0],
    [x + 30, 30],
    [x, 30],
  ],
  base: 0,
  height,
  kind,
  seed: x,
});

describe('the lit windows', () => {
  test('are the same every time, stand outside the walls and below the roof, whichever way the outline runs', () => {
    const { ring, ...rest } = house(0, 'tower');
    for (const outline of [ring, [...ring].reverse()]) {
      const lights = windowLights([{ ...rest, ring: outline }], 10_000);
      expect(lights.count).toBeGreaterThan(20);
      expect(windowLights([{ ...rest, ring: outline }], 10_000)).toEqual(lights);
      for (let i = 0; i < lights.count; i += 1) {
        const [x = 0, y = 0, z = 0] = lights.at.slice(i * 4, i * 4 + 3);
        expect(Math.max(-x, x - 30, -y, y - 30)).toBeCloseTo(0.35, 1);
        expect(z > 0 && z < 60).toBe(true);
      }
    }
  });
  test('are dark in factories', () => {
    expect(windowLights([house(0, 'factory')], 1000).count).toBe(0);
  });
  test('are bounded, and the first buildings keep theirs', () => {
    const many = Array.from({ length: 400 }, (_, i) => house(i * 40, 'tower', 240));
    const lights = windowLights(many, 5000);
    expect(lights.count).toBe(5000);
    expect(Math.max(...lights.at.filter((_, i) => i % 4 === 0))).toBeLessThan(40 * 60);
  });
});

describe('the buildings of a tile', () => {
  const tile = { z: 15, x: 27_306, y: 13_519 };
  const frame = tileFrame(tile);
  const feature = (x: number, y: number) => {
    const ring = [
      [x, y],
      [x + 20, y],
      [x + 20, y + 10],
      [x, y + 10],
      [x, y],
    ].map(([px = 0, py = 0]) => {
      const { lon, lat } = frame.toLonLat(px, py);
      return [lon, lat];
    });
    return {
      type: 'Feature',
      properties: { height: 30, kind: 'flats' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  };
  const encode = (...features: unknown[]) => {
    const index = new GeoJSONVT({ type: 'FeatureCollection', features } as never, {
      maxZoom: 15,
      indexMaxZoom: 5,
    });
    const bytes = fromGeojsonVt(
      { buildings: index.getTile(tile.z, tile.x, tile.y)! },
      { version: 2, extent: 4096 },
    );
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };

  test('come back in metres, where they were', () => {
    const [building] = tileBuildings(encode(feature(100, 50)), tile);
    expect(building).toMatchObject({ height: 30, base: 0, kind: 'flats' });
    const xs = building!.ring.map(([x]) => x);
    const ys = building!.ring.map(([, y]) => y);
    expect(building!.ring).toHaveLength(4);
    expect(Math.abs(Math.min(...xs) - 100)).toBeLessThan(0.3);
    expect(Math.abs(Math.max(...ys) - 60)).toBeLessThan(0.3);
  });
  test('are told by one tile only where they reach over an edge', () => {
    const half = 1 / 2 ** tile.z / frame.unitsPerM / 2;
    const data = encode(feature(half - 5, 0));
    const here = tileBuildings(data, tile).length;
    const index = new GeoJSONVT({ type: 'FeatureCollection', features: [feature(half - 5, 0)] } as never, {
      maxZoom: 15,
      indexMaxZoom: 5,
    });
    const next = { ...tile, x: tile.x + 1 };
    const bytes = fromGeojsonVt(
      { buildings: index.getTile(next.z, next.x, next.y)! },
      { version: 2, extent: 4096 },
    );
    const there = tileBuildings(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
      next,
    ).length;
    expect(here + there).toBe(1);
  });
  test('are looked for in the tiles around a place, the nearest first', () => {
    const around = tilesAround(120, 30, 15, 1500);
    expect(around[0]).toEqual(tile);
    expect(around.length).toBeGreaterThan(4);
    expect(new Set(around.map(({ x, y }) => `${x}/${y}`)).size).toBe(around.length);
  });
});

describe('a renderer', () => {
  test.each([
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)', true],
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 Direct3D11 vs_5_0 ps_5_0)', false],
    ['Mali-G78', false],
  ])('called %s draws in software: %s', (name, expected) => {
    expect(isSoftware(name)).toBe(expected);
  });
});
