// The next cameras of an alert, from a real database and a small road graph, against what is known of every vehicle.
import { FakeClock } from '@brightwall/kit/clock';
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { uuidV7 } from '@brightwall/kit/uuid';
import { nextWithinMs } from '@brightwall/protocol/next-cameras';
import { passedByCoreMs, type SeenPassage } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { camerasOnRoads } from '../../basemap/cameras-on-roads.ts';
import { roadsAhead } from '../../basemap/roads-ahead.ts';
import { NextCameraStore } from '../../store/next-cameras.ts';
import { PassageHistory } from '../../store/passage-history.ts';
import { WatchAlertStore } from '../../store/watch-alerts.ts';
import { delivery, reading } from '../../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../../testing/history.ts';
import { seeded } from '../../testing/seeded.ts';
import { NextCameraForecast } from './forecast.ts';
import type { RoadsAheadPort, Step } from './ports.ts';

const minuteMs = 60_000;
const n = 4;
const blockM = 400;
const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number) => frame.toLonLat(x * blockM, y * blockM);
const router = new Router(
  parseRoadGraph(
    {
      nodes: Array.from({ length: n * n }, (_, i) => {
        const { lon, lat } = at(i % n, Math.floor(i / n));
        return [lon, lat];
      }),
      edges: Array.from({ length: n * n }, (_, from) => [
        ...(from % n < n - 1 ? [{ from, to: from + 1 }] : []),
        ...(from + n < n * n ? [{ from, to: from + n }] : []),
      ]).flat(),
    },
    frame,
  ),
);
const roads: RoadsAheadPort = {
  isKnown: async () => true,
  way: async (from, to) => router.way(from, to),
  ahead: async (leaving, cameras) => roadsAhead(router, camerasOnRoads(router, cameras), leaving),
};
const noRoads: RoadsAheadPort = {
  isKnown: async () => false,
  way: async () => null,
  ahead: async () => [],
};

/** One at every crossing; every second looks north, the others nobody knows where. */
const ids = Array.from({ length: n * n }, (_, i) => i.toString(16).repeat(16));
const [here, east, north, west, south] = [5, 6, 9, 4, 1].map(i => ids[i]!) as [
  string,
  string,
  string,
  string,
  string,
];
const placeOf = (id: string) => {
  const i = ids.indexOf(id);
  return i === -1 ? null : { ...at(i % n, Math.floor(i / n)), headingDeg: i % 2 ? 0 : null };
};

let history: TestHistory;
let clock: FakeClock;
beforeAll(async () => {
  history = await testHistory('next-cameras');
});
afterAll(() => history.close());
beforeEach(async () => {
  clock = new FakeClock(noonMs);
  await sql`truncate passages, vehicle, plate_day, gate_hour`.execute(history.db);
});

const forecast = (by = roads) => {
  const found = new PassageHistory(history.db);
  return new NextCameraForecast({
    ...{ roads: by, clock, placeOf },
    alerts: new WatchAlertStore(history.db),
    steps: new NextCameraStore(history.db),
    passagesOf: ({ plate, kind, ...span }, look) =>
      found.search(
        {
          ...{ plates: { whole: [plate], like: [] }, kinds: [kind], ...span },
          ...{ cameraIds: [], colours: [], directions: [], after: null },
        },
        look,
      ),
  });
};

const passed = (
  cameraId: string,
  plate: string,
  atMs: number,
  change: Partial<SeenPassage> = {},
): SeenPassage =>
  delivery(cameraId, { reading: reading(plate), passedMs: atMs, edgeClockOffsetMs: null, ...change })
    .passage as SeenPassage;
const number = (i: number) => `浙A${String(i).padStart(5, '0')}`;

/** An alert of this vehicle at a camera; as the ingest leaves it (store/watch-hits.ts). */
async function alertOf(plate: string, cameraId: string, passedMs = noonMs): Promise<string> {
  const [id, entryId] = [uuidV7(noonMs), uuidV7(noonMs)];
  const when = new Date(passedMs);
  await sql`insert into watch_entry (id, purpose_id, plate, tolerant, kinds, colours, camera_ids, areas, from_at,
    until_at, reason, state) values (${entryId}, ${history.purposeId}, ${plate}, false, '{}', '{}', '{}', '[]', ${when},
    ${when}, '被盗', 'active')`.execute(history.db);
  await sql`insert into watch_alert (id, entry_id, plate, kind, passage_id, passed_at, camera_id, raised_at, hits,
    last_passed_at, last_camera_id, state) values (${id}, ${entryId}, ${plate}, 'small', ${id}, ${when}, ${cameraId},
    ${when}, 1, ${when}, ${cameraId}, 'raised')`.execute(history.db);
  return id;
}

/** So many vehicles, an hour and more ago, from `before` past `here` to `next`. */
const drove = (count: number, from: number, cameras: readonly (string | null)[], secondsEach = 50) =>
  Array.from({ length: count }, (_, i) =>
    cameras.flatMap((cameraId, k) =>
      cameraId === null
        ? []
        : [passed(cameraId, number(from + i), noonMs - (60 + i) * minuteMs + k * secondsEach * 1000)],
    ),
  ).flat();

describe('the next cameras of an alert', () => {
  it('are those that vehicles which came the same way went on to, with when they came', async () => {
    await history.insert([
      ...drove(60, 0, [west, here, east]),
      ...drove(30, 100, [south, here, north]),
      ...drove(20, 200, [west, here, null]),
      passed(west, '浙A3K901', noonMs - 2 * minuteMs),
      passed(here, '浙A3K901', noonMs),
    ]);
    const told = await forecast().of(await alertOf('浙A3K901', here), history.looker);
    expect(told).toMatchObject({ cameraId: here, passedMs: noonMs, cameFrom: west, hasRoads: true });
    expect(told.counted).toBe(110);
    const [best] = told.cameras;
    expect([best!.cameraId, best!.seen]).toEqual([east, 60]);
    expect(best!.share).toBeGreaterThan(0.6);
    expect(best!.arrival!.map(ms => Math.round((ms - noonMs) / 1000))).toEqual([50, 50, 50]);
    expect(best!.metres).toBeCloseTo(blockM, -1);
    expect(best!.line.length).toBeGreaterThanOrEqual(2);
    const all = told.cameras.reduce((sum, { share }) => sum + share, told.elsewhere);
    expect(all).toBeCloseTo(1, 6);
    expect(told.elsewhere).toBeGreaterThan(0.15);
  });

  it('are those of the roads where nobody passed yet, straight on first', async () => {
    await history.insert([
      ...ids.map((id, i) => passed(id, number(900 + i), noonMs - 5 * 60 * minuteMs)),
      passed(here, '浙A3K901', noonMs, { direction: 'away' }),
    ]);
    // It looks north, and saw it go.
    const told = await forecast().of(await alertOf('浙A3K901', here), history.looker);
    expect(told.cameFrom).toBeNull();
    expect(told.cameras[0]!.cameraId).toBe(north);
    expect(
      told.cameras
        .map(({ cameraId }) => cameraId)
        .slice(0, 3)
        .sort(),
    ).toEqual([west, east, north].sort());
    // 400 m at 60, 30 and 12 km/h.
    expect(told.cameras[0]!.arrival!.map(ms => Math.round((ms - noonMs) / 1000))).toEqual([24, 48, 120]);
  });

  it('come from passages alone where the map has no roads, and are none where there is nothing', async () => {
    await history.insert([...drove(30, 0, [west, here, east]), passed(here, '浙A3K901', noonMs)]);
    const id = await alertOf('浙A3K901', here);
    const told = await forecast(noRoads).of(id, history.looker);
    expect(told.cameras).toMatchObject([{ cameraId: east, metres: null, seen: 30 }]);
    expect(told.cameras[0]!.line).toHaveLength(2);
    await sql`truncate passages, gate_hour`.execute(history.db);
    expect(await forecast(noRoads).of(id, history.looker)).toMatchObject({
      cameras: [],
      elsewhere: 1,
      counted: 0,
    });
  });

  it('are a look at history under the entry’s purpose, also where others were counted before', async () => {
    await history.insert([...drove(5, 0, [west, here, east]), passed(here, '浙A3K901', noonMs)]);
    const id = await alertOf('浙A3K901', here);
    const looks = async () =>
      (
        await sql<{ username: string; action: string; purpose_id: string; results: number }>`
          select username, action, purpose_id, results from audit order by ctid`.execute(history.db)
      ).rows;
    const before = (await looks()).length;
    const one = forecast();
    await one.of(id, history.looker);
    await one.of(id, history.other);
    const { purposeId: purpose_id } = history;
    expect((await looks()).slice(before)).toEqual([
      { username: 'chen', action: 'track', purpose_id, results: 1 },
      { username: 'chen', action: 'analysis', purpose_id, results: 5 },
      { username: 'wang', action: 'track', purpose_id, results: 1 },
    ]);
    await expect(one.of(uuidV7(noonMs), history.looker)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('how vehicles went on from a camera', () => {
  it.each([1, 2, 3])('is what looking at every passage says (seed %i)', async seed => {
    const random = seeded(seed);
    const passages = Array.from({ length: 400 }, () =>
      passed(
        ids[Math.floor(random() * ids.length)]!,
        number(Math.floor(random() * 25)),
        noonMs - 40 * minuteMs - Math.round(random() * 8 * 60) * minuteMs - Math.floor(random() * 60_000),
        { kind: random() < 0.8 ? 'small' : 'large', direction: random() < 0.5 ? 'toward' : 'away' },
      ),
    );
    await history.insert(passages);
    const place = [here, north];
    const query = { cameraId: here, place, fromMs: noonMs - 9 * 60 * minuteMs, toMs: noonMs, limit: 1000 };
    const look = {
      ...{ ...history.looker, id: uuidV7(noonMs), atMs: noonMs, purposeId: history.purposeId },
      ...{ action: 'analysis' as const, terms: {} },
    };
    const found = await new NextCameraStore(history.db).steps(query, look);
    const others = passages.filter(({ cameraId }) => !place.includes(cameraId));
    const expected = passages
      .filter(({ cameraId }) => cameraId === here)
      .map((one): Step => {
        const own = others.filter(
          other =>
            other.reading!.text === one.reading!.text &&
            other.kind === one.kind &&
            Math.abs(passedByCoreMs(other) - passedByCoreMs(one)) <= nextWithinMs,
        );
        const later = own.filter(other => passedByCoreMs(other) > passedByCoreMs(one));
        const earlier = own.filter(other => passedByCoreMs(other) < passedByCoreMs(one));
        const next = later.sort((a, b) => a.passedMs - b.passedMs)[0];
        return {
          direction: one.direction,
          beforeId: earlier.sort((a, b) => b.passedMs - a.passedMs)[0]?.cameraId ?? null,
          nextId: next?.cameraId ?? null,
          tookMs: next ? passedByCoreMs(next) - passedByCoreMs(one) : null,
        };
      });
    const sorted = (steps: readonly Step[]) => steps.map(step => JSON.stringify(step)).sort();
    expect(sorted(found)).toEqual(sorted(expected));
    expect(found.length).toBeGreaterThan(10);
    const newest = await new NextCameraStore(history.db).steps(
      { ...query, limit: 5 },
      { ...look, id: uuidV7(noonMs) },
    );
    expect(newest).toHaveLength(5);
  });

  it('cameras that read are those that gave a passage since', async () => {
    const store = new NextCameraStore(history.db);
    expect(await store.reading(0)).toEqual([]);
    await history.insert([
      ...[here, north, here].map((id, i) => passed(id, number(i), noonMs - i * minuteMs)),
      passed(west, number(9), noonMs - 10 * 24 * 60 * minuteMs),
    ]);
    expect(await store.reading(noonMs - 7 * 24 * 60 * minuteMs)).toEqual([here, north].sort());
    expect(await store.reading(0)).toEqual([here, north, west].sort());
  });
});
