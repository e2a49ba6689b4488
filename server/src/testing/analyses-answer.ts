// For tests: each analysis asked many times of a small city, and held against an oracle that looks at every passage.
import type { AnalysisName, AnalysisResult } from '@brightwall/protocol/analysis';
import { beforeAll, expect, it } from 'vitest';
import { Chance } from '../../../bench/tracks/city/seeded.ts';
import { greatCircle } from '../passages/analysis/great-circle.ts';
import * as oracle from './oracle.ts';
import { type SmallCity, some } from './small-city.ts';

const hourMs = 3_600_000;
/** Askings of each analysis on each city. */
const askings = 12;
const limit = 1000;

/** To be called where tests are described; `opened` gives the city once it stands. */
export function analysesAnswer(opened: () => SmallCity, seed: number): void {
  let small: SmallCity;
  const chance = new Chance(seed * 31);
  const evidence = new Map<string, string>();
  beforeAll(() => {
    small = opened();
    for (const { id, cameraId, passedMs } of small.rows) evidence.set(id, `${cameraId} ${passedMs}`);
  });

  const run = async (name: AnalysisName, terms: object): Promise<AnalysisResult> => {
    const { engine } = small;
    const result = await engine.analyses.run(
      name,
      { purposeId: engine.purposeId, terms, format: 'json' },
      engine.looker,
    );
    for (const { passageId, cameraId, passedMs } of result.rows.flatMap(row => row.evidence))
      expect(evidence.get(passageId)).toBe(`${cameraId} ${passedMs}`);
    return result;
  };
  const same = ({ rows }: AnalysisResult, expected: readonly object[]) => {
    const sorted = (list: readonly object[]) => list.map(one => JSON.stringify(entries(one))).sort();
    expect(sorted(rows.map(({ values }) => values))).toEqual(sorted(expected));
    return expected.length;
  };
  const span = (mostHours: number) => {
    const fromMs = small.city.startMs + chance.integer(0, 71) * hourMs + chance.integer(0, hourMs);
    return { fromMs, toMs: fromMs + chance.integer(1, mostHours) * hourMs };
  };
  const whole = () => ({ fromMs: small.city.startMs, toMs: small.city.endMs });
  const someone = () => chance.pick(small.rows);
  const cameras = (count: number) => some(chance, small.cameraIds, count);
  const metres = (a: string, b: string) => {
    const places = new Map(small.city.grid.gates.map(gate => [gate.id, gate]));
    return greatCircle(id => places.get(id) ?? null)(a, b)!;
  };
  /** Asks many times, and sees that there was something to find. */
  const often = async (ask: () => Promise<number>) => {
    let found = 0;
    for (let n = 0; n < askings; n++) found += await ask();
    expect(found).toBeGreaterThan(0);
  };

  it('companions are those beside it, run by run and trip by trip', () =>
    often(async () => {
      const { plate, kind } = someone();
      const terms = {
        plate,
        kind,
        ...span(72),
        withinS: chance.integer(60, 900),
        minConsecutive: 2,
        minTrips: 1,
      };
      return same(await run('companions', { ...terms, limit }), oracle.companionsOf(small.rows, terms));
    }));

  it('a plate’s impossible leaps are all there, and no other', () =>
    often(async () => {
      const { plate } = someone();
      const minKmh = chance.integer(120, 180);
      const { rows } = await run('clone-check', { plate, ...whole(), minKmh });
      const leaps = oracle.leapsOf(
        small.rows.filter(row => row.plate === plate),
        metres,
        minKmh,
      );
      const found = rows.filter(({ values }) => values.reason === 'speed');
      expect(found.map(row => row.evidence.map(({ passageId }) => passageId)).sort()).toEqual(
        leaps.map(({ first, second }) => [first.id, second.id]).sort(),
      );
      return leaps.length;
    }));

  it('the city’s clones are what ingest noticed', () =>
    often(async () => {
      const minPairs = chance.integer(1, 4);
      const minKmh = chance.integer(120, 200);
      const within = span(72);
      const { rows } = await run('clones', { ...within, minKmh, minPairs, limit });
      const leaps = oracle
        .leapsOf(small.rows, metres, minKmh)
        .filter(
          ({ first, second }) =>
            second.passedMs - first.passedMs <= hourMs &&
            second.passedMs >= within.fromMs &&
            second.passedMs < within.toMs,
        );
      const expected = [...Map.groupBy(leaps, ({ first }) => `${first.plate} ${first.kind}`)].filter(
        ([, own]) => own.length >= minPairs,
      );
      const pairs = rows.map(({ values }) => `${values.plate} ${values.kind} ${values.pairs}`);
      expect(pairs.sort()).toEqual(expected.map(([vehicle, own]) => `${vehicle} ${own.length}`).sort());
      return expected.length;
    }));

  it('areas in common are k of n', () =>
    often(async () => {
      const areas = Array.from({ length: chance.integer(2, 5) }, () => ({
        cameraIds: cameras(6),
        ...span(24),
      }));
      const minAreas = chance.integer(0, 2);
      const expected = oracle.inAreasOf(small.rows, areas, minAreas || areas.length);
      return same(await run('collision', { areas, minAreas, limit }), expected);
    }));

  it('those often at a camera', () =>
    often(async () => {
      const terms = { cameraIds: cameras(8), ...span(72), minTimes: chance.integer(2, 4) };
      return same(await run('frequent', { ...terms, limit }), oracle.frequentOf(small.rows, terms));
    }));

  it('those seen for the first time, ever or for days', () =>
    often(async () => {
      const terms = {
        ...span(20),
        cameraIds: chance.next() < 0.5 ? [] : cameras(8),
        absentDays: chance.integer(0, 2),
        minReads: chance.integer(1, 2),
      };
      return same(await run('first-seen', { ...terms, limit }), oracle.firstSeenOf(small.rows, terms));
    }));

  it('those of the night', () =>
    often(async () => {
      const first = chance.integer(21, 24);
      const terms = {
        fromDay: `2026-11-${first}`,
        toDay: `2026-11-${chance.integer(first, 24)}`,
        minNight: chance.integer(1, 5),
        maxDay: chance.integer(0, 10),
      };
      return same(await run('night-drivers', { ...terms, limit }), oracle.byNightOf(small.rows, terms));
    }));

  it('where a plate stays', () =>
    often(async () => {
      const { plate } = someone();
      const [from, to] = [chance.integer(0, 23), chance.integer(0, 23)];
      const leaves = Array.from({ length: 24 }, (_, hour) => hour).filter(hour =>
        from === to ? true : from < to ? hour >= from && hour < to : hour >= from || hour < to,
      );
      const terms = { plate, ...whole(), minHours: chance.integer(1, 8) };
      const asked = { ...terms, leavesFromHour: from, leavesToHour: to };
      return same(await run('stays', asked), oracle.staysOf(small.rows, { ...terms, leaves }));
    }));

  it('those gone after a moment', () =>
    often(async () => {
      const terms = {
        ...{ cameraIds: cameras(6), aroundMs: small.city.startMs + chance.integer(10, 70) * hourMs },
        ...{ hoursBefore: chance.integer(2, 40), hoursAfter: chance.integer(2, 40) },
        ...{ minBefore: chance.integer(1, 3), maxAfter: chance.integer(0, 2) },
      };
      return same(await run('hidden', { ...terms, limit }), oracle.goneOf(small.rows, terms));
    }));

  it('speeds over a section', () =>
    often(async () => {
      const { grid } = small.city;
      const [x, y] = [chance.integer(0, 3), chance.integer(0, 4)];
      const [from, to] = [grid.gates[grid.gate(x, y)]!.id, grid.gates[grid.gate(x + 1, y)]!.id];
      const terms = { ...whole(), fromMs: small.city.endMs - 24 * hourMs, minKmh: 90, withinMinutes: 30 };
      const surveyed = chance.next() < 0.5 ? 2_600 : null;
      const expected = {
        ...terms,
        from,
        to,
        metres: surveyed ?? metres(from, to),
        by: surveyed ? 'surveyed' : 'line',
      };
      return same(
        await run('section-speed', { ...terms, fromCameraId: from, toCameraId: to, metres: surveyed, limit }),
        oracle.runsOf(small.rows, expected),
      );
    }));

  it('numbers taken for one another', () =>
    often(async () => {
      const terms = { plate: someone().plate, ...whole() };
      return same(await run('plate-family', terms), oracle.familyOf(small.rows, terms));
    }));

  it('flow by hour counts the unread too', () =>
    often(async () => {
      const cameraIds = cameras(5);
      const fromMs = small.city.startMs + chance.integer(0, 40) * hourMs;
      const terms = { cameraIds, fromMs, toMs: fromMs + chance.integer(1, 40) * hourMs };
      const there = small.all.filter(
        ({ cameraId, passedMs }) =>
          cameraIds.includes(cameraId) && passedMs >= terms.fromMs && passedMs < terms.toMs,
      );
      const hours = Map.groupBy(
        there,
        ({ cameraId, passedMs }) => `${cameraId} ${passedMs - (passedMs % hourMs)}`,
      );
      const expected = [...hours.values()].map(own => ({
        ...{ camera: own[0]!.cameraId, hourMs: own[0]!.passedMs - (own[0]!.passedMs % hourMs) },
        passages: own.length,
        toward: own.filter(({ direction }) => direction === 'toward').length,
        away: own.filter(({ direction }) => direction === 'away').length,
      }));
      return same(await run('flow', terms), expected);
    }));

  it('journeys from area to area', () =>
    often(async () => {
      const drawn = cameras(15);
      const areas = ['东', '西', '北'].map((name, n) => ({ name, cameraIds: drawn.slice(n * 5, n * 5 + 5) }));
      const terms = { ...span(24), withinMinutes: chance.integer(5, 120) };
      return same(await run('od', { areas, ...terms }), oracle.journeysOf(small.rows, areas, terms));
    }));
}

function entries(one: object): [string, unknown][] {
  return Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1));
}
