import { beforeAll, describe, expect, test } from 'vitest';
import { planCity } from '../../../../../scripts/demo-city/city.ts';
import { toExactLonLat } from '../../../../../scripts/demo-city/geo.ts';
import { makeTileset } from '../../../../../scripts/demo-city/write/tileset.ts';
import { LocalFrame } from '../geo.ts';
import { BuildingTiles } from './building-tiles.ts';
import { enuToEcef, toEcef, toGeodetic, transform } from './ecef.ts';
import { meshTiles } from './tileset-tree.ts';

const source = {
  id: 'buildings',
  name: '建筑',
  nameEn: 'Buildings',
  url: '/map/3dtiles/tileset.json',
  heightOffsetM: 0,
};
const frame = new LocalFrame({ lon: 120, lat: 30 });
let files: Map<string, Uint8Array | string>;
let buildings: ReturnType<typeof planCity>['buildings'];
const asked: string[] = [];
const load = async (url: string) => {
  const name = url.split('/').at(-1) ?? '';
  asked.push(name);
  const data = Buffer.from(files.get(name) as Uint8Array);
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
};
beforeAll(() => {
  (globalThis as { location?: unknown }).location ??= {
    href: 'http://core.test/',
    origin: 'http://core.test',
  };
  buildings = planCity(1).buildings;
  files = makeTileset(buildings);
});

describe('the earth', () => {
  test('goes from degrees to metres and back without loss', () => {
    for (const [lon, lat, heightM] of [
      [120, 30, 0],
      [-75.3, -40.1, 900],
      [179.9, 71, -50],
    ] as const) {
      const back = toGeodetic(toEcef({ lon, lat }, heightM));
      expect(back.lon).toBeCloseTo(lon, 9);
      expect(back.lat).toBeCloseTo(lat, 9);
      expect(back.heightM).toBeCloseTo(heightM, 3);
    }
  });
  test('has its up away from its middle and its north towards the pole', () => {
    const at = { lon: 120, lat: 30 };
    expect(toGeodetic(transform(enuToEcef(at), [0, 0, 100])).heightM).toBeCloseTo(100, 3);
    expect(toGeodetic(transform(enuToEcef(at), [0, 100, 0])).lat).toBeGreaterThan(30.0008);
  });
});

describe('the buildings near a place', () => {
  test('stand on the map where the city was planned, to five centimetres', async () => {
    const tiles = new BuildingTiles(source, frame, load);
    const blocks = await tiles.near({ lon: 120, lat: 30 }, 200);
    expect(blocks.length).toBeGreaterThanOrEqual(1);
    const corners = new Set<string>();
    const key = (x: number, y: number, z: number) =>
      `${Math.round(x / 0.2)},${Math.round(y / 0.2)},${Math.round(z / 0.2)}`;
    for (const { geometry } of blocks) {
      const position = geometry.getAttribute('position');
      for (let i = 0; i < position.count; i += 1)
        for (const dx of [-0.1, 0.1])
          for (const dy of [-0.1, 0.1])
            for (const dz of [-0.1, 0.1])
              corners.add(key(position.getX(i) + dx, position.getY(i) + dy, position.getZ(i) + dz));
    }
    const near = buildings.filter(({ outline: [first] }) => first && Math.hypot(...first) < 180);
    expect(near.length).toBeGreaterThan(5);
    for (const { outline, height } of near)
      for (const corner of outline) {
        const [lon, lat] = toExactLonLat(corner);
        const [x, y] = frame.toLocal({ lon, lat });
        expect(corners.has(key(x, y, height))).toBe(true);
      }
    tiles.close();
  });

  test('are fetched once, and only where they are asked for', async () => {
    asked.length = 0;
    const tiles = new BuildingTiles(source, frame, load);
    const first = await tiles.near({ lon: 120.03, lat: 30.02 }, 100);
    const count = asked.length;
    expect(count).toBeLessThan(12);
    const again = await tiles.near({ lon: 120.03, lat: 30.02 }, 100);
    expect(asked.length).toBe(count);
    expect(again.map(({ geometry }) => geometry)).toEqual(first.map(({ geometry }) => geometry));
    tiles.close();
  });

  test('are none far from the city', async () => {
    const tiles = new BuildingTiles(source, frame, load);
    expect(await tiles.near({ lon: 121, lat: 31 }, 500)).toEqual([]);
    tiles.close();
  });

  test('come at a second try where the first failed', async () => {
    let isDown = true;
    const tiles = new BuildingTiles(source, frame, async url => {
      if (isDown) throw new Error('down');
      return load(url);
    });
    await expect(tiles.near({ lon: 120, lat: 30 }, 100)).rejects.toThrow('down');
    isDown = false;
    expect((await tiles.near({ lon: 120, lat: 30 }, 100)).length).toBeGreaterThan(0);
    tiles.close();
  });
});

describe('a tileset', () => {
  const address = 'http://core.test/map/3dtiles/tileset.json';
  test.each([
    ['of nothing', null],
    [
      'whose content lies on another host',
      {
        root: {
          content: { uri: 'http://other.test/a.glb' },
          boundingVolume: { box: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1] },
        },
      },
    ],
    ['whose transform is no matrix', { root: { transform: [1, 2, 3] } }],
    ['whose tile has no bounds', { root: { content: { uri: 'a.glb' } } }],
  ])('%s is refused', (_, tileset) => {
    expect(() => meshTiles(tileset, address)).toThrow();
  });
});
