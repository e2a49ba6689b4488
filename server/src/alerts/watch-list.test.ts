// The watch list of a whole core: two users who decide for one another, passages that meet entries, and pages
// that hear of it.
import type { NextCameras } from '@brightwall/protocol/next-cameras';
import type { WatchAlert, WatchAlertNews, WatchAlerts } from '@brightwall/protocol/watch-alert';
import type { NewWatchEntry, WatchEntries, WatchEntry } from '@brightwall/protocol/watch-list';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import { edgeToken, next, report, startTestCore, type TestCore } from '../testing/test-core.ts';
import { addUser } from '../testing/users.ts';

const camera = 'a'.repeat(16);
const far = 'b'.repeat(16);
const dayMs = 86_400_000;
const ok = { ok: true, value: null };

let test: TestCore;
let anna: string;
let bo: string;
let purposeId: string;
beforeAll(async () => {
  test = await startTestCore();
  anna = await test.signIn();
  bo = await addUser(test, anna, 'bo');
  const body = { reason: '被盗车辆查找', caseNumber: 'A2026-1125', unit: '城西派出所' };
  purposeId = ((await test.call('POST', '/api/purposes', { cookie: anna, body })).json() as { id: string })
    .id;
});
afterAll(() => test.close());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

const asked = (plate: string, change: Partial<NewWatchEntry> = {}): NewWatchEntry => ({
  ...{ purposeId, plate, tolerant: false, kinds: [], colours: [], cameraIds: [], areas: [], hours: null },
  ...{ fromMs: Date.now() - dayMs, untilMs: Date.now() + 7 * dayMs, reason: '被盗，发现后通知值班' },
  ...change,
});

async function call<T>(cookie: string, path: string, body?: unknown): Promise<T & { code?: string }> {
  const method = body === undefined ? 'GET' : 'POST';
  return (await test.call(method, path, { cookie, body })).json() as T & { code?: string };
}
const apply = (body: NewWatchEntry, cookie = anna) => call<WatchEntry>(cookie, '/api/watch-entries', body);
const step = (id: string, kind: string, cookie: string, note = '') =>
  call<WatchEntry>(cookie, `/api/watch-entries/${id}/steps`, { kind, note });
const group = (name: string) => call<WatchEntries>(bo, `/api/watch-entries?group=${name}`);

async function approved(plate: string, change: Partial<NewWatchEntry> = {}): Promise<WatchEntry> {
  const { id } = await apply(asked(plate, change));
  return step(id, 'approve', bo);
}

async function agent(): Promise<Socket> {
  const socket = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  open.push(socket);
  socket.on('setPlateSetup', (_change, reply) => reply(ok));
  const place = { lon: 120.01, lat: 30, headingDeg: 90 };
  const cameras = [report(camera), report(far, { place })];
  await socket.emitWithAck('hello', { version: 1, name: 'box', cameras });
  return socket;
}

async function page(): Promise<{ socket: Socket; alerts: WatchAlert[] }> {
  const socket = test.connect('/wall', { headers: { cookie: bo } });
  open.push(socket);
  return { socket, alerts: await next<WatchAlert[]>(socket, 'openWatchAlerts') };
}

const pass = (plate: string, at = camera, passedMs = Date.now()) =>
  delivery(at, {
    ...{ reading: reading(plate), passedMs, firstSeenMs: passedMs - 1, lastSeenMs: passedMs + 1 },
  });
const bring = (socket: Socket, one: unknown) => socket.emitWithAck('passage', one);
const alertsOf = async ({ id }: WatchEntry, state = 'open') =>
  (await call<WatchAlerts>(bo, `/api/watch-alerts?state=${state}`)).alerts.filter(
    ({ entry }) => entry.id === id,
  );

describe('an entry', () => {
  it('is applied for under a purpose, approved by another, and written down', async () => {
    const entry = await apply(asked('浙a·0B001'));
    expect(entry).toMatchObject({
      ...{ plate: '浙A0B001', state: 'applied', caseNumber: 'A2026-1125', unit: '城西派出所' },
      steps: [{ kind: 'apply', username: 'admin' }],
    });
    expect(await step(entry.id, 'approve', anna)).toMatchObject({ code: 'own-request' });
    expect(await step(entry.id, 'approve', bo, '同意')).toMatchObject({
      state: 'active',
      steps: [{ kind: 'apply' }, { kind: 'approve', username: 'bo', note: '同意' }],
    });
    expect(await step(entry.id, 'refuse', bo)).toMatchObject({ code: 'state-changed' });
    expect((await group('active')).entries.map(({ id }) => id)).toContain(entry.id);
  });

  it('is withdrawn with an approval of its own, by another than who asked for it', async () => {
    const { id } = await approved('浙A0B002');
    expect(await step(id, 'approve-withdrawal', anna)).toMatchObject({ code: 'state-changed' });
    await step(id, 'apply-withdrawal', bo, '已找到');
    expect(await step(id, 'approve-withdrawal', bo)).toMatchObject({ code: 'own-request' });
    expect(await step(id, 'refuse-withdrawal', anna)).toMatchObject({ state: 'active' });
    await step(id, 'apply-withdrawal', anna);
    const withdrawn = await step(id, 'approve-withdrawal', bo);
    expect([withdrawn.state, withdrawn.steps.length]).toEqual(['withdrawn', 6]);
    expect((await group('ended')).entries.map(entry => entry.id)).toContain(id);
  });

  it('is decided once, by whoever is first', async () => {
    const { id } = await apply(asked('浙A0B003'));
    const answers = await Promise.all([
      step(id, 'approve', bo),
      step(id, 'refuse', bo),
      step(id, 'approve', bo),
    ]);
    expect(answers.filter(({ code }) => code === 'state-changed')).toHaveLength(2);
  });

  it('that means nothing, everything, or the past is refused, as is one under another’s purpose', async () => {
    for (const bad of [
      asked('浙A*'),
      asked('浙'),
      asked('浙A0B0?1', { tolerant: true }),
      asked('浙A0B001', { untilMs: Date.now() - 1 }),
      asked('浙A0B001', { untilMs: Date.now() + 400 * dayMs }),
      asked('浙A0B001', { hours: { days: [], fromMinute: 60, toMinute: 60 } }),
    ])
      expect(await apply(bad)).toMatchObject({ code: 'bad-request' });
    expect(await apply(asked('浙A0B001'), bo)).toMatchObject({ code: 'purpose-required' });
    expect((await test.call('GET', '/api/watch-entries?group=active')).status).toBe(401);
  });

  it('is told to the pages at every step', async () => {
    const { socket } = await page();
    const applied = next<WatchEntry>(socket, 'watchEntry');
    const { id } = await apply(asked('浙A0B004'));
    expect(await applied).toMatchObject({ id, state: 'applied' });
  });
});

describe('a watched vehicle that passes', () => {
  it('raises an alert on every page within a second, with its picture', async () => {
    const edge = await agent();
    const { socket } = await page();
    const entry = await approved('浙A0C001');
    const told = next<WatchAlertNews>(socket, 'watchAlert');
    const one = pass('浙A0C001');
    const sentMs = performance.now();
    expect(await bring(edge, one)).toEqual(ok);
    expect(await told).toMatchObject({
      raised: true,
      alert: { state: 'raised', plate: '浙A0C001', hits: 1, passage: one.passage, entry: { id: entry.id } },
    });
    expect(performance.now() - sentMs).toBeLessThan(1_000);
  });

  it('raises none before the approval, after the withdrawal, elsewhere or at another time', async () => {
    const edge = await agent();
    const { id } = await apply(asked('浙A0C002'));
    await bring(edge, pass('浙A0C002'));
    await step(id, 'approve', bo);
    await step(id, 'apply-withdrawal', bo);
    await step(id, 'approve-withdrawal', anna);
    await bring(edge, pass('浙A0C002'));
    const there = await approved('浙A0C003', { cameraIds: [far] });
    await bring(edge, pass('浙A0C003'));
    await bring(edge, pass('浙A0C003', far, Date.now() - 2 * dayMs));
    await bring(edge, pass('浙A0C003', far));
    const { alerts } = await call<WatchAlerts>(bo, '/api/watch-alerts?state=open');
    expect(alerts.filter(({ entry }) => entry.id === id)).toEqual([]);
    expect(alerts.filter(({ entry }) => entry.id === there.id)).toMatchObject([{ hits: 1, cameraId: far }]);
  });

  it('of an area is of the cameras that stand in it then, also those that came later', async () => {
    const edge = await agent();
    const ring: [number, number][] = [
      [121, 30],
      [122, 30],
      [122, 31],
      [121, 31],
    ];
    const areas = [{ name: '凤凰山街道', ring }];
    const entry = await approved('浙A0C004', { areas });
    expect(entry.areas).toEqual(areas);
    await bring(edge, pass('浙A0C004', far));
    expect(await alertsOf(entry)).toEqual([]);
    const later = 'c'.repeat(16);
    const place = { lon: 121.5, lat: 30.5, headingDeg: 0 };
    const cameras = [report(camera), report(far), report(later, { place })];
    await edge.emitWithAck('hello', { version: 1, name: 'box', cameras });
    await bring(edge, pass('浙A0C004', later));
    expect(await alertsOf(entry)).toMatchObject([{ hits: 1, cameraId: later }]);
  });

  it('again within five minutes is counted, also sent twice, and not raised anew', async () => {
    const edge = await agent();
    const { socket } = await page();
    const entry = await approved('浙A0C???');
    const news: WatchAlertNews[] = [];
    socket.on('watchAlert', (one: WatchAlertNews) => news.push(one));
    const nowMs = Date.now();
    const first = pass('浙A0C777', camera, nowMs - 360_000);
    const passes = [first, pass('浙A0C777', far, nowMs - 180_000), pass('浙A0C777', camera, nowMs - 200_000)];
    for (const one of [...passes, first, pass('浙A0C777', camera, nowMs)])
      expect(await bring(edge, one)).toEqual(ok);
    await expect.poll(() => news.length).toBe(4);
    expect(news.map(({ raised, alert }) => [raised, alert.hits, alert.lastCameraId])).toEqual([
      [true, 1, camera],
      [false, 2, far],
      [false, 3, far],
      [true, 1, camera],
    ]);
    expect((await alertsOf(entry)).map(({ hits }) => hits)).toEqual([1, 3]);
  });

  it('many of them in one commit, some sent twice, are one hit each', async () => {
    const edge = await agent();
    const entry = await approved('浙A0D*');
    const passes = Array.from({ length: 60 }, (_, n) => pass(`浙A0D${String(n % 20).padStart(3, '0')}`));
    const answers = await Promise.all([...passes, ...passes].map(one => bring(edge, one)));
    expect(answers.every(answer => answer.ok)).toBe(true);
    const alerts = await alertsOf(entry);
    expect(alerts.map(({ hits }) => hits)).toEqual(Array.from({ length: 20 }, () => 3));
  });

  it('is watched for by a core started anew, and its alerts are there', async () => {
    const entry = await approved('浙A0E001');
    await bring(await agent(), pass('浙A0E001', camera, Date.now() - 400_000));
    await test.restart();
    await bring(await agent(), pass('浙A0E001'));
    const { alerts } = await page();
    expect(alerts.filter(one => one.entry.id === entry.id)).toHaveLength(2);
  });
});

describe('an alert', () => {
  it('is signed, checked, handled and fed back, each once and in turn', async () => {
    const entry = await approved('浙A0F001');
    await bring(await agent(), pass('浙A0F001'));
    const [alert] = await alertsOf(entry);
    const take = (kind: string, note: string, cookie = anna) =>
      call<WatchAlert>(cookie, `/api/watch-alerts/${alert!.id}/steps`, { kind, note });
    expect(await take('check', '属实')).toMatchObject({ code: 'state-changed' });
    const both = await Promise.all([take('sign', ''), take('sign', '', bo)]);
    expect(both.filter(({ code }) => code === 'state-changed')).toHaveLength(1);
    expect(await take('check', ' ')).toMatchObject({ code: 'bad-request' });
    await take('check', '号牌、颜色一致');
    await take('handle', '通知东门拦停', bo);
    expect(await take('feed-back', '车辆已找回')).toMatchObject({
      state: 'fed-back',
      steps: [{ kind: 'sign' }, { kind: 'check' }, { kind: 'handle', username: 'bo' }, { kind: 'feed-back' }],
    });
    expect(await alertsOf(entry)).toEqual([]);
    expect(await alertsOf(entry, 'done')).toHaveLength(1);
  });

  it('leads to where the vehicle was, which is a look and audited', async () => {
    const entry = await approved('浙A0F002');
    const edge = await agent();
    await bring(edge, pass('浙A0F002', far, Date.now() - 3_600_000));
    await bring(edge, pass('浙A0F002'));
    const alerts = await alertsOf(entry);
    const track = await call<{ passages: { cameraId: string }[] }>(
      bo,
      `/api/watch-alerts/${alerts[0]!.id}/track`,
      {},
    );
    expect(track.passages.map(({ cameraId }) => cameraId)).toEqual([far, camera]);
    expect(await call(bo, `/api/watch-alerts/${purposeId}/track`, {})).toMatchObject({ code: 'not-found' });
  });

  it('leads to where the vehicle may be read next, for whoever is signed in', async () => {
    const entry = await approved('浙A0F003');
    const edge = await agent();
    for (let n = 0; n < 3; n++) {
      const beganMs = Date.now() - (60 + n) * 60_000;
      await bring(edge, pass(`浙A0F01${n}`, camera, beganMs));
      await bring(edge, pass(`浙A0F01${n}`, far, beganMs + 90_000));
    }
    await bring(edge, pass('浙A0F003'));
    const [alert] = await alertsOf(entry);
    const path = `/api/watch-alerts/${alert!.id}/next-cameras`;
    const told = await call<NextCameras>(bo, path, {});
    expect(told).toMatchObject({ cameraId: camera, cameFrom: null, hasRoads: false, counted: 3 });
    expect(told.cameras).toMatchObject([{ cameraId: far, seen: 3, metres: null }]);
    expect(told.cameras[0]!.share + told.elsewhere).toBeCloseTo(1, 6);
    expect((await test.call('POST', path, { body: {} })).status).toBe(401);
    expect(await call(bo, `/api/watch-alerts/${purposeId}/next-cameras`, {})).toMatchObject({
      code: 'not-found',
    });
  });
});
