// How far it is at least: along the roads where they are known, else as a bird flies; and what a clone check makes of it.
import { describe, expect, it } from 'vitest';
import type { Place } from '../ports.ts';
import { cloneCheck } from './clone-check.ts';
import { alongRoads, asTheCrowFlies } from './distances.ts';
import { metresBetween } from './great-circle.ts';
import type { AnalysisFacts, Distances, Seen } from './ports.ts';
import { sectionSpeed } from './section-speed.ts';

const [a, b, off] = ['a', 'b', 'f'].map(digit => digit.repeat(16)) as [string, string, string];
const places = new Map<string, Place>([
  [a, { lon: 120, lat: 30 }],
  [b, { lon: 120.03, lat: 30 }],
  [off, { lon: 120, lat: 30.03 }],
]);
const line = (from: string, to: string) => metresBetween(places.get(from)!, places.get(to)!);
/** A river between the two: by road it is twice as far. `off` is on no road. */
function counted(): { asked: number; distances: () => Distances } {
  const roads = {
    asked: 0,
    isKnown: async () => true,
    way: async (from: Place, to: Place) => {
      roads.asked += 1;
      const isOff = [from, to].includes(places.get(off)!);
      return isOff ? null : { line: [from, to], metres: 2 * metresBetween(from, to) };
    },
  };
  const distances = alongRoads({ roads, cameras: { place: id => places.get(id) ?? null } });
  return Object.assign(roads, { distances });
}

describe('the least distance between cameras', () => {
  it('is along the roads, the straight line off them, and none without a place', async () => {
    const roads = counted();
    const distances = roads.distances();
    expect(await distances.least(a, b)).toEqual({ metres: 2 * line(a, b), by: 'road' });
    expect(await distances.least(a, off)).toEqual({ metres: line(a, off), by: 'line' });
    expect(await distances.least(a, 'unknown')).toBeNull();
    await distances.least(a, b);
    expect(roads.asked).toBe(2);
  });

  it('is the straight line once an analysis has asked for too many ways', async () => {
    const roads = counted();
    const distances = roads.distances();
    for (let n = 0; n < 2_100; n++) {
      places.set(`n${n}`, { lon: 120 + n / 1e5, lat: 30 });
      await distances.least(b, `n${n}`);
    }
    expect(roads.asked).toBe(2_000);
    expect((await distances.least(b, 'n2050'))!.by).toBe('line');
    expect((await roads.distances().least(b, 'n2050'))!.by).toBe('road');
  });
});

describe('analyses', () => {
  const seen = (cameraId: string, seconds: number): Seen => ({
    ...{ id: `${cameraId} ${seconds}`, plate: '浙A3K901', kind: 'small', cameraId },
    passedMs: seconds * 1000,
  });
  const facts = (passages: Seen[]) =>
    ({
      passagesOf: async () => passages,
      passagesAt: async () => passages,
      passagesOfAll: async () => passages,
      looksOf: async () => [],
    }) as Partial<AnalysisFacts> as AnalysisFacts;
  const span = { fromMs: 0, toMs: 86_400_000 };
  const terms = { plate: '浙A3K901', kind: null, ...span, minKmh: 180 };

  it('find a clone that only the roads give away, and say by which distance', async () => {
    // 2.9 km in 70 s is 149 km/h over the river, and 297 along the road.
    const passages = [seen(a, 0), seen(b, 70), seen(off, 10_000)];
    const byRoad = await cloneCheck.rows(terms, facts(passages), counted().distances());
    expect(byRoad.map(({ values }) => [values.reason, values.by, values.kmh])).toEqual([
      ['speed', 'road', Math.round((2 * line(a, b) * 3.6) / 70)],
    ]);
    expect(await cloneCheck.rows(terms, facts(passages), asTheCrowFlies(line)())).toEqual([]);
    const offRoad = [seen(a, 0), seen(off, 50)];
    const [row] = await cloneCheck.rows(terms, facts(offRoad), counted().distances());
    expect(row!.values).toMatchObject({ by: 'line', metres: Math.round(line(a, off)) });
  });

  it('measure a section along the road, unless it was surveyed', async () => {
    const asked = { fromCameraId: a, toCameraId: b, ...span, minKmh: 1, withinMinutes: 60, limit: 10 };
    const passages = [seen(a, 0), seen(b, 200)];
    const rows = async (metres: number | null) => {
      const found = await sectionSpeed.rows({ ...asked, metres }, facts(passages), counted().distances());
      return found.map(({ values }) => [values.by, values.metres]);
    };
    expect(await rows(null)).toEqual([['road', Math.round(2 * line(a, b))]]);
    expect(await rows(5_000)).toEqual([['surveyed', 5_000]]);
  });
});
