// The park of a whole core: a list, a gate, passages through it, and pages that hear of it.
import type {
  GateEvent,
  InsideVehicles,
  NewParkVehicle,
  ParkImportReport,
  ParkState,
  ParkVehicle,
  ParkVehicles,
} from '@brightwall/protocol/park';
import type { WatchAlert, WatchAlertNews, WatchAlerts } from '@brightwall/protocol/watch-alert';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import { edgeToken, next, report, startTestCore, type TestCore } from '../testing/test-core.ts';
import { addUser } from '../testing/users.ts';

const entry = 'a'.repeat(16);
const exit = 'b'.repeat(16);
const both = 'c'.repeat(16);
const street = 'd'.repeat(16);
const hourMs = 3_600_000;
const ok = { ok: true, value: null };

let test: TestCore;
let anna: string;
let purposeId: string;
const open: Socket[] = [];

async function call<T>(method: string, path: string, body?: unknown): Promise<T & { code?: string }> {
  const answer = await test.call(method, path, {
    cookie: anna,
    ...(body !== undefined && { body }),
  });
  return (answer.body.length === 0 ? {} : answer.json()) as T & { code?: string };
}

async function agent(): Promise<Socket> {
  const socket = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  open.push(socket);
  socket.on('setPlateSetup', (_change, reply) => reply(ok));
  const cameras = [entry, exit, both, street].map(id => report(id));
  await socket.emitWithAck('hello', { version: 1, name: 'box', cameras });
  return socket;
}

beforeAll(async () => {
  test = await startTestCore();
  anna = await test.signIn();
  const body = { reason: '门岗登记', caseNumber: '门岗 2026-11', unit: '园区保卫' };
  purposeId = (await call<{ id: string }>('POST', '/api/purposes', body)).id;
  await agent();
  for (const [id, role] of [
    [entry, 'entry'],
    [exit, 'exit'],
    [both, 'both'],
  ])
    expect((await call('PUT', `/api/park/gates/${id}`, { purposeId, role })).code).toBeUndefined();
});
afterAll(() => test.close());
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

async function page(): Promise<Socket> {
  const socket = test.connect('/wall', { headers: { cookie: anna } });
  open.push(socket);
  await next(socket, 'openWatchAlerts');
  return socket;
}

const asked = (plate: string, change: Partial<NewParkVehicle> = {}): NewParkVehicle => ({
  ...{ purposeId, plate, kind: 'small', list: 'permitted', fromMs: null, untilMs: null },
  ...{ note: '', host: '综合楼' },
  ...change,
});
const add = (plate: string, change: Partial<NewParkVehicle> = {}) =>
  call<ParkVehicle>('POST', '/api/park/vehicles', asked(plate, change));
const visit = (plate: string, untilMs: number) =>
  add(plate, { list: 'visitor', fromMs: Date.now() - 24 * hourMs, untilMs });

const pass = (plate: string | null, at: string, change = {}) => {
  const passedMs = Date.now();
  return delivery(at, {
    ...{ reading: plate === null ? null : reading(plate), passedMs },
    ...{ firstSeenMs: passedMs - 1, lastSeenMs: passedMs + 1 },
    ...change,
  });
};
const bring = (socket: Socket, one: unknown) => socket.emitWithAck('passage', one);
const anyGate = { cameraIds: [], verdicts: [] };
const state = () => call<ParkState>('GET', '/api/park');
const inside = (plate = '') => call<InsideVehicles>('GET', `/api/park/inside?plate=${plate}`);
const eventsOf = async (plate: string | null) =>
  (await state()).events.filter(event => event.plate === plate).map(({ verdict, way }) => [verdict, way]);
const openAlerts = async (plate: string) =>
  (await call<WatchAlerts>('GET', '/api/watch-alerts?state=open')).alerts.filter(
    alert => alert.plate === plate,
  );

describe('the list', () => {
  it('takes a vehicle once, tells who added it, and finds it by a part of its number', async () => {
    const added = await add('京a·10001', { note: '班车' });
    expect(added).toMatchObject({ plate: '京A10001', list: 'permitted', note: '班车', addedBy: 'admin' });
    expect(await add('京A10001', { list: 'refused' })).toMatchObject({ code: 'vehicle-listed' });
    expect((await add('京A10001', { kind: 'large' })).code).toBeUndefined();
    const found = await call<ParkVehicles>('GET', '/api/park/vehicles?list=permitted&plate=0001');
    expect(found.vehicles.map(({ kind }) => kind)).toEqual(['large', 'small']);
    expect(found.counts.permitted).toBe(2);
  });

  it('refuses what is no plate, a visitor without an end, and what could name a person', async () => {
    for (const bad of [
      asked('京A'),
      asked('京A1?001'),
      asked('京A10009', { list: 'visitor' }),
      asked('京A10009', { list: 'visitor', fromMs: 0, untilMs: Date.now() - 1 }),
      asked('京A10009', { fromMs: 0, untilMs: Date.now() + hourMs }),
      asked('京A10009', { host: '' }),
      asked('京A10009', { note: '电话 13800000000' }),
    ])
      expect(await call('POST', '/api/park/vehicles', bad)).toMatchObject({ code: 'bad-request' });
  });

  it('is changed under a purpose of one’s own only, and each change stands in the audit', async () => {
    const bo = await addUser(test, anna, 'bo');
    const body = asked('京A10010');
    const answer = await test.call('POST', '/api/park/vehicles', { cookie: bo, body });
    expect(answer.json()).toMatchObject({ code: 'purpose-required' });
    expect((await test.call('GET', '/api/park')).status).toBe(401);
    const { id } = await visit('京A10010', Date.now() + hourMs);
    const untilMs = Date.now() + 5 * hourMs;
    expect(await call('POST', `/api/park/vehicles/${id}/prolong`, { purposeId, untilMs })).toMatchObject({
      untilMs,
    });
    await call('POST', `/api/park/vehicles/${id}/remove`, { purposeId });
    expect(await call('POST', `/api/park/vehicles/${id}/remove`, { purposeId })).toMatchObject({
      code: 'not-found',
    });
    const found = await call<ParkVehicles>('GET', '/api/park/vehicles?plate=10010');
    expect(found.vehicles).toEqual([]);
  });

  it('is imported line by line: good lines stay, of bad ones number and reason are told, twice adds nothing', async () => {
    const file = [
      '号牌,号牌种类,名单,截止,备注,申请单位',
      '京A20001,02,许可,,班车,后勤',
      '京A20002,,访客,2027-06-01 18:00,送货,仓储',
      '京A2?,02,许可,,,后勤',
      '京A20003,02,朋友,,,后勤',
      '京A20004,02,访客,2020-01-01,,后勤',
      '京A20005,02,禁入,,身份证 110101199001011234,后勤',
      '京A20006,02,禁入,,"拒付',
      '京A20007,02,禁入,,多次违停,保卫',
      '京A20001,02,禁入,,,保卫',
    ].join('\n');
    const send = async () => {
      const answer = await fetch(
        `${test.core.ready.url}/api/park/vehicles/import?purposeId=${purposeId}&file=l.csv`,
        { method: 'POST', headers: { cookie: anna, 'content-type': 'text/csv' }, body: file },
      );
      return (await answer.json()) as ParkImportReport;
    };
    const report = await send();
    expect(report).toMatchObject({ lines: 9, added: 3, known: 0, bad: 6 });
    expect(report.badLines.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 10]);
    expect(report.badLines[0]).toMatchObject({ zh: '号牌有误：京A2?', en: 'no number plate: 京A2?' });
    expect(await send()).toMatchObject({ added: 0, known: 3, bad: 6 });
    await bring(await agent(), pass('京A20007', exit));
    expect(await eventsOf('京A20007')).toEqual([['refused', 'out']]);
  });
});

describe('a passage at a gate', () => {
  it('is an event with its verdict and way, told to every page; elsewhere it is none', async () => {
    await add('京A30001');
    await visit('京A30002', Date.now() + hourMs);
    const edge = await agent();
    const socket = await page();
    const told = next<GateEvent>(socket, 'gateEvent');
    const first = pass('京A30001', entry);
    expect(await bring(edge, first)).toEqual(ok);
    expect(await told).toMatchObject({
      ...{ id: first.passage.id, cameraId: entry, verdict: 'permitted', way: 'in', plate: '京A30001' },
      ...{ pictures: first.passage.pictures, listed: { list: 'permitted', host: '综合楼' } },
    });
    await bring(edge, pass('京A30001', street));
    await bring(edge, pass('京A30001', exit));
    await bring(edge, pass('京A30002', both, { direction: 'toward' }));
    await bring(edge, pass('京A30002', both, { direction: 'away' }));
    await bring(edge, pass('京A30002', both, { direction: 'unknown' }));
    await bring(edge, pass('京A39999', entry));
    await bring(edge, pass('京A3000T', entry));
    await bring(edge, pass(null, entry));
    expect(await eventsOf('京A30001')).toEqual([
      ['permitted', 'out'],
      ['permitted', 'in'],
    ]);
    expect(await eventsOf('京A30002')).toEqual([
      ['visitor', 'unknown'],
      ['visitor', 'out'],
      ['visitor', 'in'],
    ]);
    expect(await eventsOf('京A39999')).toEqual([['unknown', 'in']]);
    expect(await eventsOf('京A3000T')).toEqual([['near', 'in']]);
    expect(await eventsOf(null)).toEqual([['unreadable', 'in']]);
    const { today } = await state();
    expect(today.verdicts).toMatchObject({ permitted: 2, visitor: 3, near: 1, unreadable: 1 });
    const found = await call<GateEvent[]>('POST', '/api/park/events', {
      ...{ purposeId, plate: '30001', ...anyGate, fromMs: 0, toMs: Date.now() + hourMs },
    });
    expect(found).toHaveLength(2);
    const past = async (asked: object) => {
      const terms = { purposeId, plate: '', ...anyGate, fromMs: 0, toMs: Date.now() + hourMs, ...asked };
      return (await call<GateEvent[]>('POST', '/api/park/events', terms)).map(({ plate, way }) => [
        plate,
        way,
      ]);
    };
    expect(await past({ plate: '30001', cameraIds: [exit] })).toEqual([['京A30001', 'out']]);
    expect(await past({ plate: '3000', verdicts: ['near', 'unknown'] })).toEqual([['京A3000T', 'in']]);
    expect(await past({ toMs: 1 })).toEqual([]);
  });

  it('is one event however often it is sent, alone or many in one commit', async () => {
    const edge = await agent();
    const passes = Array.from({ length: 30 }, (_, n) => pass(`京A31${100 + n}`, entry));
    const before = (await state()).today.in;
    const answers = await Promise.all([...passes, ...passes].map(one => bring(edge, one)));
    expect(answers.every(answer => answer.ok)).toBe(true);
    for (const one of passes.slice(0, 3)) await bring(edge, one);
    expect((await state()).today.in - before).toBe(30);
    expect((await inside('京A311')).total).toBeGreaterThanOrEqual(30);
  });

  it('of a refused vehicle raises one alert in five minutes, which is signed for as any other', async () => {
    const edge = await agent();
    const socket = await page();
    const { id } = await add('京A32001', { list: 'refused', note: '多次违停', host: '保卫科' });
    const news = next<WatchAlertNews>(socket, 'watchAlert');
    await bring(edge, pass('京A32001', entry));
    expect(await news).toMatchObject({
      raised: true,
      alert: {
        ...{ plate: '京A32001', state: 'raised', cameraId: entry },
        park: { cause: 'refused', way: 'in' },
        entry: { id, reason: '多次违停', unit: '保卫科' },
      },
    });
    await bring(edge, pass('京A32001', exit));
    const [alert, ...others] = await openAlerts('京A32001');
    expect([alert!.hits, others]).toEqual([2, []]);
    const signed = await call<WatchAlert>('POST', `/api/watch-alerts/${alert!.id}/steps`, {
      ...{ kind: 'sign', note: '' },
    });
    expect(signed).toMatchObject({ state: 'signed', park: { cause: 'refused' } });
    expect(await call('POST', `/api/watch-alerts/${alert!.id}/track`, {})).toMatchObject({
      code: 'purpose-required',
    });
  });

  it('of a visitor out of its time raises an alert as it comes in, and none as it leaves', async () => {
    const edge = await agent();
    const { id } = await visit('京A33001', Date.now() + 400);
    await bring(edge, pass('京A33001', entry));
    expect(await openAlerts('京A33001')).toEqual([]);
    await new Promise(done => setTimeout(done, 500));
    await bring(edge, pass('京A33001', exit));
    expect(await openAlerts('京A33001')).toEqual([]);
    await bring(edge, pass('京A33001', entry));
    expect(await openAlerts('京A33001')).toMatchObject([{ park: { cause: 'expired' }, entry: { id } }]);
    expect((await eventsOf('京A33001')).map(([verdict]) => verdict)).toEqual([
      ...['expired', 'expired', 'visitor'],
    ]);
  });

  it('is judged by a core started anew as by the one before', async () => {
    await add('京A34001', { list: 'refused' });
    await test.restart();
    await bring(await agent(), pass('京A34001', entry));
    expect(await eventsOf('京A34001')).toEqual([['refused', 'in']]);
    expect(await openAlerts('京A34001')).toHaveLength(1);
  });
});

describe('who is inside', () => {
  it('came in later than it went out, in whatever order that is told', async () => {
    const edge = await agent();
    const nowMs = Date.now();
    const at = (plate: string, gate: string, agoMs: number) => {
      const passedMs = nowMs - agoMs;
      return pass(plate, gate, { passedMs, firstSeenMs: passedMs, lastSeenMs: passedMs });
    };
    for (const one of [
      at('京A40001', entry, 3_000),
      at('京A40002', exit, 1_000),
      at('京A40002', entry, 2_000),
      at('京A40003', entry, 1_000),
      at('京A40003', exit, 2_000),
      at('京A40003', entry, 3_000),
    ])
      await bring(edge, one);
    const { vehicles } = await inside('京A4000');
    expect(vehicles.map(({ plate }) => plate)).toEqual(['京A40001', '京A40003']);
    expect(vehicles[1]).toMatchObject({ cameraId: entry, listed: null, dueMs: null });
    expect(nowMs - vehicles[1]!.inMs).toBeLessThan(1_100);
  });

  it('leaves though its kind was made out only once, or by a guard’s word', async () => {
    const edge = await agent();
    await bring(edge, pass('京A41001', entry, { kind: 'small' }));
    await bring(edge, pass('京A41001', exit, { kind: 'unknown' }));
    await bring(edge, pass('京A41002', entry));
    expect((await inside('京A4100')).vehicles.map(({ plate }) => plate)).toEqual(['京A41002']);
    const left = () => call('POST', '/api/park/inside/left', { purposeId, plate: '京A41002', kind: 'small' });
    await left();
    expect((await inside('京A4100')).vehicles).toEqual([]);
    expect(await left()).toMatchObject({ code: 'not-found' });
  });
});
