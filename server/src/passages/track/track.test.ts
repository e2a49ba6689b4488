// One vehicle's track: its passages from a real database, joined along a small road graph.
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { type Passage, passedByCoreMs, type SeenPassage } from '@brightwall/protocol/passage';
import type { TrackSearch } from '@brightwall/protocol/track';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PassageHistory } from '../../store/passage-history.ts';
import { delivery, reading } from '../../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../../testing/history.ts';
import { seeded } from '../../testing/seeded.ts';
import type { RoadsPort } from '../ports.ts';
import { cutTrips, tripGapMs } from './trips.ts';
import { mostPassages, VehicleTrack } from './vehicle-track.ts';

const minuteMs = 60_000;
const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number) => frame.toLonLat(x, y);
const position = (x: number, y: number) => [at(x, y).lon, at(x, y).lat];
/** Two kilometres east, then two north; nothing leads across. A third road far away joins neither. */
const router = new Router(
  parseRoadGraph(
    {
      nodes: [position(0, 0), position(2000, 0), position(2000, 2000), position(9000, 0), position(9900, 0)],
      edges: [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
        { from: 3, to: 4 },
      ],
    },
    frame,
  ),
);
const roads: RoadsPort = { isKnown: async () => true, way: async (from, to) => router.way(from, to) };
const noRoads: RoadsPort = { isKnown: async () => false, way: async () => null };

const camera = (digit: string) => digit.repeat(16);
/** West end, bend, north end, far away, and one that nobody placed. */
const [west, bend, north, far, unplaced] = ['a', 'b', 'c', 'd', 'e'].map(camera) as [
  string,
  string,
  string,
  string,
  string,
];
const places = new Map([
  [west, at(0, 10)],
  [bend, at(1990, 10)],
  [north, at(2010, 2000)],
  [far, at(9000, 10)],
]);

let history: TestHistory;
const tracker = (by: RoadsPort) =>
  new VehicleTrack({
    store: new PassageHistory(history.db),
    looks: history.looks,
    cameras: { place: id => places.get(id) ?? null },
    roads: by,
  });
beforeAll(async () => {
  history = await testHistory('track');
});
afterAll(() => history.close());

const passed = (cameraId: string, minutesAgo: number, change: Partial<SeenPassage> = {}): Passage =>
  delivery(cameraId, { passedMs: noonMs - minutesAgo * minuteMs, edgeClockOffsetMs: null, ...change })
    .passage;
const asked = (change: Partial<TrackSearch> = {}): TrackSearch => ({
  ...{ purposeId: history.purposeId, plate: '浙A3K901', kind: 'small' },
  ...{ fromMs: noonMs - 12 * 60 * minuteMs, toMs: noonMs },
  ...change,
});
const drive = async (passages: readonly Passage[], by = roads) => {
  await sql`truncate passages, vehicle`.execute(history.db);
  await history.insert(passages);
  return tracker(by).track(asked(), history.looker);
};

describe('a track', () => {
  it('goes along the roads, oldest first, with the lower bound of the speed', async () => {
    const { passages, trips, isCut, hasRoads } = await drive([passed(north, 50), passed(west, 54)]);
    expect(passages.map(({ cameraId }) => cameraId)).toEqual([west, north]);
    expect([isCut, hasRoads, trips.length]).toEqual([false, true, 1]);
    const [leg] = trips[0]!.legs;
    // Around the bend, not across: four kilometres in four minutes.
    expect(leg!.metres).toBeCloseTo(4000, -1);
    expect(leg!.atLeastKmh).toBeCloseTo(60, 0);
    expect(leg!.isUnseen).toBe(false);
    const nearest = (x: number, y: number) =>
      Math.min(
        ...leg!.line.map(([lon, lat]) => {
          const [px, py] = frame.toLocal({ lon, lat });
          return Math.hypot(px - x, py - y);
        }),
      );
    expect(nearest(2000, 0)).toBeLessThan(1);
  });

  it('is cut into trips where the vehicle was not seen for half an hour', async () => {
    const { trips } = await drive(
      [200, 195, 160, 158].map((minutes, n) => passed(n % 2 ? bend : west, minutes)),
    );
    expect(trips.map(({ first, legs }) => [first, legs.length])).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it('says where the way is unknown: too slow for it, no road, or no place', async () => {
    const legs = (
      await drive([
        passed(west, 100),
        // Two kilometres in twenty minutes.
        passed(bend, 80),
        passed(far, 70),
        passed(unplaced, 65),
        passed(unplaced, 60),
      ])
    ).trips[0]!.legs;
    expect(
      legs.map(({ metres, isUnseen, line }) => [metres && Math.round(metres / 100), isUnseen, line.length]),
    ).toEqual([
      [20, true, expect.any(Number)],
      [null, true, 2],
      [null, true, 0],
      [null, true, 0],
    ]);
    const straight = (await drive([passed(west, 10), passed(north, 5)], noRoads)).trips[0]!.legs[0]!;
    expect(straight).toMatchObject({ metres: null, atLeastKmh: null, isUnseen: true });
    expect(straight.line).toHaveLength(2);
  });

  it('is of the vehicle, that is number and kind, and of the time asked for', async () => {
    const { passages } = await drive([
      passed(west, 10),
      passed(west, 20, { kind: 'large' }),
      passed(west, 30, { reading: reading('浙A3K902') }),
      passed(west, 13 * 60),
    ]);
    expect(passages.map(passedByCoreMs)).toEqual([noonMs - 10 * minuteMs]);
  });

  it('holds the newest of very many, and says so', async () => {
    const many = Array.from({ length: mostPassages + 5 }, (_, n) => passed(n % 2 ? west : bend, 1 + n));
    const { passages, isCut } = await drive(many);
    expect([passages.length, isCut]).toEqual([mostPassages, true]);
    expect(passedByCoreMs(passages.at(-1)!)).toBe(noonMs - minuteMs);
  });

  it('is a look at history: with a purpose, and in the audit', async () => {
    const track = tracker(roads);
    await expect(track.track(asked(), history.other)).rejects.toMatchObject({ code: 'purpose-required' });
    await expect(track.track(asked({ toMs: 0 }), history.looker)).rejects.toMatchObject({
      code: 'bad-request',
    });
    await drive([passed(west, 10)]);
    const { rows } = await sql`select action, terms, results from audit order by ctid desc limit 1`.execute(
      history.db,
    );
    const { purposeId: _, ...terms } = asked();
    expect(rows).toEqual([{ action: 'track', terms, results: 1 }]);
  });

  it.each([1, 2, 3])('has every passage in one trip, and no gap within one (seed %i)', seed => {
    const random = seeded(seed);
    let minutes = 1000;
    const passages = Array.from({ length: 200 }, () => {
      minutes -= random() ** 6 * 60;
      return passed(west, minutes);
    });
    const trips = cutTrips(passages);
    const of = (n: number) => trips.findIndex(({ first, end }) => first <= n && n < end);
    for (const [n, passage] of passages.entries()) {
      expect(trips.filter(({ first, end }) => first <= n && n < end)).toHaveLength(1);
      if (n === 0) continue;
      const gapMs = passedByCoreMs(passage) - passedByCoreMs(passages[n - 1]!);
      expect(of(n) !== of(n - 1)).toBe(gapMs > tripGapMs);
    }
  });
});
