import type { BaseMap } from '@brightwall/protocol/base-map';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { beforeAll, describe, expect, test } from 'vitest';
import { sourceParts } from './gcj-shift.ts';
import { baseStyle } from './style.ts';

/** Tile of the map at a place. */
function tileAt(lon: number, lat: number, z: number): [x: number, y: number] {
  const side = 2 ** z;
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [Math.floor(((lon + 180) / 360) * side), Math.floor(y * side)];
}

describe('a GCJ-02 source', () => {
  // 杭州: measured +451 m east, -259 m north; a tile of zoom 16 is 528 m wide there.
  const [x, y] = tileAt(120.155, 30.274, 16);
  const tileM = (40_075_016.7 / 2 ** 16) * Math.cos((30.274 * Math.PI) / 180);

  test('is put together from the four tiles that show the ground of a tile', () => {
    const parts = sourceParts(16, x, y);
    expect(parts).toHaveLength(4);
    // Together they cover the tile and no more than a tile around it.
    expect(Math.min(...parts.map(({ left }) => left))).toBeLessThanOrEqual(0);
    expect(Math.max(...parts.map(({ left }) => left + 1))).toBeGreaterThanOrEqual(1);
    for (const { left, top } of parts) expect(Math.max(Math.abs(left), Math.abs(top))).toBeLessThan(1);
  });

  test('is moved by what the two systems differ there', () => {
    const [first] = sourceParts(16, x, y);
    // Of the ground at the tile's west and north edge, where the source draws it, in its own tiles.
    const eastM = (first!.x - first!.left - x) * tileM;
    const northM = -(first!.y - first!.top - y) * tileM;
    expect(Math.abs(eastM - 451)).toBeLessThan(15);
    expect(Math.abs(northM + 259)).toBeLessThan(15);
  });

  test('is where it is outside China', () => {
    const [px, py] = tileAt(2.35, 48.85, 14);
    expect(sourceParts(14, px, py)).toEqual([
      { x: px, y: py, left: expect.closeTo(0, 6), top: expect.closeTo(0, 6) },
    ]);
  });

  test('goes on at the world’s edges', () => {
    for (const part of sourceParts(3, 7, 0)) {
      expect(part.x).toBeLessThan(8);
      expect(part.y).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('the style of a map that a user brings', () => {
  const raster = {
    id: 'img',
    name: '影像',
    nameEn: 'Imagery',
    tiles: '/map/raster/img/{z}/{x}/{y}',
    crs: 'cgcs2000',
    tileSize: 256,
    minZoom: 1,
    maxZoom: 18,
    attribution: '天地图',
  } as const;
  const own: BaseMap = {
    name: '某市',
    nameEn: 'Some City',
    isFictional: false,
    centre: [120, 30],
    bounds: [119.9, 29.9, 120.1, 30.1],
    vector: { url: '/map/vector.pmtiles?v=1', minZoom: 8, maxZoom: 15 },
    rasters: [raster, { ...raster, id: 'gcj', crs: 'gcj02', tiles: '/map/raster/gcj/{z}/{x}/{y}' }],
    tilesets: [],
    terrain: {
      url: '/map/terrain/{z}/{x}/{y}',
      isArchive: false,
      encoding: 'terrarium',
      tileSize: 256,
      maxZoom: 12,
    },
    buildings: null,
    areas: null,
    roadGraph: null,
  };
  beforeAll(() => {
    Object.assign(globalThis, { location: { origin: 'http://core.test' } });
  });
  const style = (theme: 'night' | 'day') => baseStyle(own, { theme, chinese: true, scale: 1 });

  test('is one MapLibre takes, with every source of the core’s own origin', () => {
    expect(validateStyleMin(style('night'))).toEqual([]);
    const text = JSON.stringify(style('day').sources);
    expect(text.match(/https?:\/\/[^/"]+/g)!.every(origin => origin === 'http://core.test')).toBe(true);
    expect(style('day').sources['raster-gcj']).toMatchObject({
      tiles: ['gcj02://256|http://core.test/map/raster/gcj/{z}/{x}/{y}'],
    });
  });

  test('has them over the ground and under the roads, dimmed by night', () => {
    const ids = style('night').layers.map(({ id }) => id);
    const roads = style('night').layers.findIndex(
      layer => 'source-layer' in layer && layer['source-layer'] === 'roads',
    );
    expect(ids.indexOf('raster-img')).toBeGreaterThan(ids.indexOf('ground'));
    expect(ids.indexOf('raster-img')).toBeLessThan(ids.indexOf('raster-gcj'));
    expect(ids.indexOf('relief')).toBeLessThan(roads);
    const brightness = (theme: 'night' | 'day') =>
      (style(theme).layers.find(({ id }) => id === 'raster-img')!.paint as Record<string, number>)[
        'raster-brightness-max'
      ];
    expect(brightness('night')).toBeLessThan(brightness('day')!);
  });
});
