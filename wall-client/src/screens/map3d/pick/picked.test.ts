import { expect, it } from 'vitest';
import { parseAreas } from '../../../net/area-file.ts';
import { camerasAt } from '../../../state/where.ts';
import { testCamera } from '../../../testing.ts';
import { LocalFrame } from '../geo.ts';
import { areaAt, drawnArea } from './picked.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number) => frame.toLonLat(x, y);

it('a drawn circle is an area with a number of its own, and holds the cameras in it', () => {
  const circle = { kind: 'circle', centre: at(100, 50), radiusM: 60 } as const;
  const first = drawnArea(circle, [], frame, '所画范围');
  const third = drawnArea(circle, [first, { ...first, key: 'drawn 2' }], frame, '所画范围');
  expect([first.name, third.name]).toEqual(['所画范围 1', '所画范围 3']);
  const cameras = [150, 400].map((x, n) => testCamera(n, { place: { ...at(x, 50), headingDeg: null } }));
  expect(camerasAt({ cameraIds: [], areas: [first] }, cameras)).toEqual([cameras[0]!.id]);
});

it('a place lies in one area, or in none', () => {
  // Two squares of 100 m beside each other.
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
  expect(areaAt(areas, at(150, 50))?.name).toBe('街道100');
  expect(areaAt(areas, at(150, 150))).toBeNull();
});
