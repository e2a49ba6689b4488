import { expect, it } from 'vitest';
import { testCamera } from '../../../testing.ts';
import { parseAreas } from '../areas/area-file.ts';
import { LocalFrame } from '../geo.ts';
import { CameraGrid } from '../select/camera-grid.ts';
import { areaAt, partOfArea, pickedCameras } from './picked.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number) => frame.toLonLat(x, y);
/** Two squares of 100 m beside each other. */
const areas = parseAreas({
  areas: [0, 100].map(x => ({
    ...{ level: 'street', code: `${x}`, name: `街道${x}` },
    ring: [
      [x, 0],
      [x + 100, 0],
      [x + 100, 100],
      [x, 100],
    ].map(([px, py]) => [at(px!, py!).lon, at(px!, py!).lat]),
  })),
});
const cameras = [
  [10, 10],
  [90, 90],
  [150, 50],
  [400, 50],
].map(([x, y], n) => {
  const camera = testCamera(n, { place: { ...at(x!, y!), headingDeg: null } });
  return { camera, place: camera.place! };
});
const grid = new CameraGrid(cameras, frame);
const ids = cameras.map(({ camera }) => camera.id);

it('areas and shapes together choose each camera once, with those chosen before', () => {
  const circle = {
    key: '1',
    area: null,
    selection: { kind: 'circle', centre: at(100, 50), radiusM: 60 },
  } as const;
  expect(pickedCameras([], [partOfArea(areas[0]!)], grid).sort()).toEqual([ids[0], ids[1]].sort());
  const all = pickedCameras([ids[3]!], [partOfArea(areas[0]!), circle], grid);
  expect([all[0], ...all.slice(1).sort()]).toEqual([ids[3], ...ids.slice(0, 3).sort()]);
});

it('a place lies in one area, or in none', () => {
  expect(areaAt(areas, at(150, 50))?.name).toBe('街道100');
  expect(areaAt(areas, at(150, 150))).toBeNull();
});
