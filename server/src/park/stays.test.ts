// Who stays too long, by a clock that moves when told to, on a real database that outlives the one who looks.
import { FakeClock } from '@brightwall/kit/clock';
import type { GateRole, NewParkVehicle, StayLimits } from '@brightwall/protocol/park';
import type { WatchAlertNews } from '@brightwall/protocol/watch-alert';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { kindOf } from '../passages/import/plate-codes.ts';
import { GateEventStore, gatesAlongside } from '../store/gate-events.ts';
import { ParkGateStore } from '../store/park-gates.ts';
import { ParkPresenceStore } from '../store/park-presence.ts';
import { ParkVehicleStore } from '../store/park-vehicles.ts';
import { PassageStore } from '../store/passages.ts';
import { delivery, reading } from '../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../testing/history.ts';
import { Gates } from './gates.ts';
import { ParkList } from './park-list.ts';
import { ParkRegister } from './register.ts';
import { Stays } from './stays.ts';

const entry = 'a'.repeat(16);
const exit = 'b'.repeat(16);
const hourMs = 3_600_000;
const none: StayLimits = { permitted: null, visitor: null, refused: null, unlisted: null };

let history: TestHistory;
beforeAll(async () => {
  history = await testHistory('stays');
});
afterAll(() => history.close());

let clock: FakeClock;
let raised: string[];
beforeEach(async () => {
  clock = new FakeClock(noonMs);
  raised = [];
  for (const table of ['park_vehicle', 'park_limit', 'park_presence', 'gate_event', 'watch_alert'])
    await sql`delete from ${sql.table(table)}`.execute(history.db);
});

/** As a core makes them; a second one finds what the first one stored. */
async function core(roles: Record<string, GateRole> = { [entry]: 'entry', [exit]: 'exit' }) {
  const { db, looks } = history;
  const register = new ParkRegister();
  const tell = (news: readonly WatchAlertNews[]) => {
    for (const { alert } of news) raised.push(`${alert.park?.cause} ${alert.plate}`);
  };
  const list = new ParkList({
    ...{ store: new ParkVehicleStore(db), register, looks, codes: { kindOf }, clock },
  });
  await list.load();
  const gates = new Gates({
    gates: {
      all: async () => Object.entries(roles).map(([cameraId, role]) => ({ cameraId, role })),
      mark: (...change) => new ParkGateStore(db).mark(...change),
    },
    ...{ register, looks, stored: async () => {} },
  });
  await gates.load();
  const presence = new ParkPresenceStore(db, tell);
  const events = new GateEventStore(db);
  const passages = new PassageStore(
    db,
    undefined,
    gatesAlongside({ judge: some => gates.judge(some), tell: () => {} }),
  );
  const stays = new Stays({
    ...{ presence, looks, clock },
    sweep: async () => {
      await list.sweep(noonMs);
      await events.sweep(noonMs);
      await presence.sweep(noonMs);
    },
  });
  const add = (plate: string, change: Partial<NewParkVehicle> = {}) =>
    list.add(
      {
        ...{ purposeId: history.purposeId, plate, kind: 'small', list: 'permitted', fromMs: null },
        ...{ untilMs: null, note: '', host: '综合楼', ...change },
      },
      history.looker,
    );
  const pass = async (plate: string, at: string) => {
    const passedMs = clock.epochMs();
    const one = delivery(at, {
      reading: reading(plate),
      passedMs,
      firstSeenMs: passedMs,
      lastSeenMs: passedMs,
    });
    await passages.insert([one.passage], passedMs);
    return one.passage;
  };
  const limit = (limits: Partial<StayLimits>) =>
    stays.setLimits({ ...none, ...limits }, history.purposeId, history.looker);
  return { list, stays, presence, events, passages, add, pass, limit };
}
const visit = (untilMs: number): Partial<NewParkVehicle> => ({
  list: 'visitor',
  fromMs: noonMs - hourMs,
  untilMs,
});

/** What the core's loop does each time. */
async function look({ presence }: Awaited<ReturnType<typeof core>>): Promise<string[]> {
  const before = raised.length;
  await presence.raiseOverstays(clock.epochMs());
  return raised.slice(before);
}

it('a visitor that is inside past its end is told of once, also by a core started anew, and not while it is in time', async () => {
  const one = await core();
  await one.add('京A10001', visit(noonMs + 2 * hourMs));
  await one.pass('京A10001', entry);
  await clock.advance(2 * hourMs - 1);
  expect(await look(one)).toEqual([]);
  expect((await one.stays.inside()).overstaying).toBe(0);
  await clock.advance(1);
  expect(await look(one)).toEqual(['overstay 京A10001']);
  expect(await look(one)).toEqual([]);
  expect(await look(await core())).toEqual([]);
  expect(await one.stays.inside()).toMatchObject({
    ...{ total: 1, overstaying: 1 },
    vehicles: [{ plate: '京A10001', listed: { list: 'visitor' }, dueMs: noonMs + 2 * hourMs }],
  });
});

it('what fell due while no core ran is told of by the next one', async () => {
  const one = await core();
  await one.add('京A10002', visit(noonMs + hourMs));
  await one.pass('京A10002', entry);
  await clock.advance(50 * hourMs);
  expect(await look(await core())).toEqual(['overstay 京A10002']);
});

it('one that left in time, or was prolonged, is not told of; past its new end it is', async () => {
  const one = await core();
  await one.add('京A10003', visit(noonMs + hourMs));
  const { id } = await one.add('京A10004', visit(noonMs + hourMs));
  for (const plate of ['京A10003', '京A10004']) await one.pass(plate, entry);
  await one.pass('京A10003', exit);
  await one.list.prolong(id, noonMs + 3 * hourMs, history.purposeId, history.looker);
  await clock.advance(2 * hourMs);
  expect(await look(one)).toEqual([]);
  await clock.advance(2 * hourMs);
  expect(await look(one)).toEqual(['overstay 京A10004']);
  await one.list.prolong(id, noonMs + 6 * hourMs, history.purposeId, history.looker);
  expect((await one.stays.inside()).overstaying).toBe(0);
  await clock.advance(3 * hourMs);
  expect(await look(one)).toEqual(['overstay 京A10004']);
});

it('a limit of hours is each list’s own, counted from the last time it came in', async () => {
  const one = await core();
  await one.limit({ permitted: 8, unlisted: 1 });
  await one.add('京A10005');
  await one.add('京A10006', { list: 'refused' });
  for (const plate of ['京A10005', '京A10006', '京A10007']) await one.pass(plate, entry);
  await clock.advance(hourMs);
  expect(await look(one)).toEqual(['overstay 京A10007']);
  await clock.advance(6 * hourMs);
  await one.pass('京A10005', exit);
  await clock.advance(1);
  await one.pass('京A10005', entry);
  await clock.advance(7 * hourMs);
  expect(await look(one)).toEqual([]);
  await clock.advance(hourMs);
  expect(await look(one)).toEqual(['overstay 京A10005']);
  const { vehicles } = await one.stays.inside();
  // Those that stay too long first, the longest first.
  expect(vehicles.map(({ plate }) => plate)).toEqual(['京A10007', '京A10005', '京A10006']);
});

it('a visitor that comes in after its end was told of at the gate: it stays too long at once, without a second alert', async () => {
  const one = await core();
  await one.add('京A10008', visit(noonMs + hourMs));
  await clock.advance(2 * hourMs);
  await one.pass('京A10008', entry);
  await clock.advance(1);
  expect(await look(one)).toEqual([]);
  expect((await one.stays.inside()).overstaying).toBe(1);
});

it('is looked for by the core’s own clock, and what is past its retention goes', async () => {
  const one = await core();
  await one.add('京A10009', visit(noonMs + hourMs));
  await one.pass('京A10009', entry);
  const stop = new AbortController();
  const done = one.stays.run(stop.signal).catch(() => {});
  const passed = async () => {
    await new Promise(next => setTimeout(next, 30));
    await clock.advance(15_000);
  };
  while (clock.epochMs() < noonMs + hourMs) await clock.advance(hourMs);
  await expect
    .poll(async () => [await passed(), raised][1], { timeout: 20_000 })
    .toEqual(['overstay 京A10009']);
  stop.abort();
  await done;
  await one.events.sweep(clock.epochMs());
  await one.presence.sweep(clock.epochMs());
  expect([await one.events.newest(9), (await one.stays.inside()).total]).toEqual([[], 0]);
});

it('an event and its passage are stored together or not at all', async () => {
  const one = await core();
  await sql`alter table gate_event add constraint full_disk check (plate <> '京A10010')`.execute(history.db);
  try {
    await expect(one.pass('京A10010', entry)).rejects.toThrow('gate events could not be written');
    const stored = await sql`select 1 from passages where plate = '京A10010'`.execute(history.db);
    expect([stored.rows, (await one.stays.inside()).total]).toEqual([[], 0]);
  } finally {
    await sql`alter table gate_event drop constraint full_disk`.execute(history.db);
  }
  const passage = await one.pass('京A10010', entry);
  await one.passages.insert([passage, passage], noonMs);
  expect(await one.events.newest(9)).toMatchObject([{ id: passage.id, verdict: 'unknown', way: 'in' }]);
});

it('each change of the list stands in the audit, with who, why and which vehicle', async () => {
  const one = await core();
  const { id } = await one.add('京A10011', visit(noonMs + hourMs));
  await one.list.prolong(id, noonMs + 2 * hourMs, history.purposeId, history.looker);
  await one.list.remove(id, history.purposeId, history.looker);
  const { rows } = await sql<{
    terms: { step: string; plate: string };
    username: string;
    purpose_id: string;
  }>`
    select terms, username, purpose_id from audit where action = 'park-list' and terms->>'plate' = '京A10011'
    order by ctid`.execute(history.db);
  expect(rows.map(({ terms }) => terms.step)).toEqual(['add', 'prolong', 'remove']);
  expect(rows.every(row => row.username === 'chen' && row.purpose_id === history.purposeId)).toBe(true);
  const terms = { plate: '京A10012', kind: 'small', list: 'permitted', fromMs: null, untilMs: null } as const;
  const asked = { purposeId: history.purposeId, ...terms, note: '', host: '综合楼' };
  await expect(one.list.add(asked, history.other)).rejects.toMatchObject({ code: 'purpose-required' });
});
