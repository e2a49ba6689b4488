// Passages from an agent's socket to the database, the pictures' files and the pages, all of them real.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Passage } from '@brightwall/protocol/passage';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { delivery, picture, reading } from '../testing/deliveries.ts';
import { edgeToken, next, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ok = { ok: true, value: null };

let test: TestCore;
let cookie: string;
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
});
afterAll(() => test.close());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

async function agent(agentId: string, ...ids: string[]): Promise<Socket> {
  const socket = test.connect('/edge', { auth: { agentId, token: edgeToken } });
  open.push(socket);
  socket.on('setPlateSetup', (_change, reply) => reply(ok));
  await socket.emitWithAck('hello', { version: 1, name: 'box', cameras: ids.map(id => report(id)) });
  return socket;
}

async function page(): Promise<{ socket: Socket; newest: Passage[] }> {
  const socket = test.connect('/wall', { headers: { cookie } });
  open.push(socket);
  return { socket, newest: await next<Passage[]>(socket, 'newestPassages') };
}

const bring = (socket: Socket, one: unknown) => socket.emitWithAck('passage', one);
const metric = async (name: string) => {
  const text = (await test.call('GET', '/metrics')).body.toString();
  return Number(new RegExp(`^brightwall_${name} (.*)$`, 'm').exec(text)?.[1]);
};
const fileOf = (hash: string) =>
  join(test.folder, 'data', 'pictures', hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`);

describe('a passage', () => {
  it('is told to the pages when it is stored, with pictures that a session can open', async () => {
    const edge = await agent('edge-1', a);
    const { socket: wall } = await page();
    const told = next<Passage>(wall, 'passage');
    const one = delivery(a);
    expect(await bring(edge, one)).toEqual(ok);
    expect(await told).toEqual(one.passage);

    const { hash, jpeg } = one.pictures[0]!;
    expect(readFileSync(fileOf(hash))).toEqual(jpeg);
    const path = `/api/pictures/${hash}.jpg`;
    const answer = await test.call('GET', path, { cookie });
    expect([answer.status, answer.body]).toEqual([200, jpeg]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const headers = { 'if-none-match': answer.headers.get('etag')! };
    expect((await test.call('GET', path, { cookie, headers })).status).toBe(304);
    expect((await test.call('GET', path)).status).toBe(401);
    const missing = await test.call('GET', `/api/pictures/${'0'.repeat(64)}.jpg`, { cookie });
    expect([missing.status, missing.json()]).toMatchObject([404, { zh: '没有找到', en: 'Not found' }]);
    expect((await test.call('GET', '/api/pictures/..%2f..%2fedge-token.jpg', { cookie })).status).toBe(400);
  });

  it('is known again after a restart, as it was, read or unread', async () => {
    const edge = await agent('edge-1', a);
    const read = delivery(a, { edgeClockOffsetMs: -250, passedMs: Date.now() + 500 });
    const unread = delivery(a, { reading: null, lane: null, kind: 'unknown', edgeClockOffsetMs: null });
    for (const one of [read, unread]) expect(await bring(edge, one)).toEqual(ok);
    await test.restart();
    const { newest } = await page();
    const byId = new Map(newest.map(passage => [passage.id, passage]));
    expect(byId.get(read.passage.id)).toEqual(read.passage);
    expect(byId.get(unread.passage.id)).toEqual(unread.passage);
    expect(newest.findIndex(({ id }) => id === read.passage.id)).toBeLessThan(
      newest.findIndex(({ id }) => id === unread.passage.id),
    );
  });

  it('that is sent again, also to a core started anew, is stored and told once', async () => {
    const before = await metric('passages_stored');
    let edge = await agent('edge-1', a);
    const { socket: wall } = await page();
    const told: string[] = [];
    wall.on('passage', (passage: Passage) => told.push(passage.id));
    const one = delivery(a);
    expect(await Promise.all([bring(edge, one), bring(edge, one), bring(edge, one)])).toEqual([ok, ok, ok]);
    expect(await bring(edge, one)).toEqual(ok);
    const last = delivery(a);
    const lastTold = new Promise<void>(done =>
      wall.on('passage', ({ id }) => id === last.passage.id && done()),
    );
    expect(await bring(edge, last)).toEqual(ok);
    await lastTold;
    expect(told).toEqual([one.passage.id, last.passage.id]);
    expect([(await metric('passages_stored')) - before, await metric('passages_duplicate')]).toEqual([2, 3]);

    await test.restart();
    edge = await agent('edge-1', a);
    expect(await bring(edge, one)).toEqual(ok);
    expect([await metric('passages_stored'), await metric('passages_duplicate')]).toEqual([0, 1]);
    const { newest } = await page();
    expect(newest.filter(({ id }) => id === one.passage.id)).toHaveLength(1);
  });

  it('of days ago finds its day, and is not told as if it were now', async () => {
    const edge = await agent('edge-1', a);
    const { socket: wall } = await page();
    const newer = Array.from({ length: 100 }, () => delivery(a));
    expect(new Set((await Promise.all(newer.map(one => bring(edge, one)))).map(({ ok }) => ok))).toEqual(
      new Set([true]),
    );
    const told: string[] = [];
    wall.on('passage', (passage: Passage) => told.push(passage.id));
    const at = (passedMs: number) => ({ passedMs, firstSeenMs: passedMs - 1, lastSeenMs: passedMs + 1 });
    const late = [3 * dayMs, 40 * dayMs, 179 * dayMs].map(ms => delivery(a, at(Date.now() - ms)));
    expect(await Promise.all(late.map(one => bring(edge, one)))).toEqual([ok, ok, ok]);
    expect(await Promise.all(late.map(one => bring(edge, one)))).toEqual([ok, ok, ok]);
    const now = delivery(a);
    const nowTold = new Promise<void>(done =>
      wall.on('passage', ({ id }) => id === now.passage.id && done()),
    );
    expect(await bring(edge, now)).toEqual(ok);
    await nowTold;
    for (const { passage } of late) expect(told).not.toContain(passage.id);
  });

  it('whose clock cannot be right is refused for good; one whose wrong clock was measured is not', async () => {
    const edge = await agent('edge-1', a);
    const at = (passedMs: number, edgeClockOffsetMs: number | null) =>
      delivery(a, { passedMs, firstSeenMs: passedMs, lastSeenMs: passedMs, edgeClockOffsetMs });
    for (const one of [at(Date.now() + 2 * dayMs, null), at(5 * hourMs, null), at(Date.now(), -1e300)])
      expect(await bring(edge, one)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(await bring(edge, at(5 * hourMs, Date.now() - 5 * hourMs))).toEqual(ok);
  });

  it('is taken from the agent that has the camera; another is told to keep it', async () => {
    await agent('edge-1', a);
    const other = await agent('edge-2', b);
    expect(await bring(other, delivery(a))).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await bring(other, delivery('c'.repeat(16)))).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await bring(other, delivery(b))).toEqual(ok);
    const silent = test.connect('/edge', { auth: { agentId: 'edge-3', token: edgeToken } });
    open.push(silent);
    expect(await bring(silent, delivery(a))).toMatchObject({ ok: false, error: { code: 'agent-offline' } });
  });

  it('that is not what it says is refused, leaves no picture, and harms no other', async () => {
    const edge = await agent('edge-1', a);
    const fake = picture();
    const long = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.alloc(1_000_000),
      Buffer.from([0xff, 0xd9]),
    ]);
    const first = (change: object) => {
      const { passage, pictures } = delivery(a);
      return { passage, pictures: [{ ...pictures[0]!, ...change }, ...pictures.slice(1)] };
    };
    const { passage, pictures } = delivery(a);
    const bad: unknown[] = [
      null,
      7,
      {},
      { passage: null, pictures: [] },
      { passage, pictures: 'none' },
      { passage, pictures: pictures.slice(1) },
      { passage, pictures: [pictures[1], pictures[1], pictures[2]] },
      first({ jpeg: Buffer.from('GIF89a') }),
      first({ jpeg: long }),
      first({ jpeg: fake.jpeg }),
      first({ jpeg: { length: -1e12 } }),
      first(fake),
      delivery(a, { id: passage.id.replace(/^.{8}/, 'zzzzzzzz') }),
      delivery(a, { lane: 'a\u0000b' }),
      delivery(a, { lane: '\ud800' }),
      delivery(a, { reading: reading('浙A\u00001234') }),
      delivery(a, { vehicle: [0, 0, 2, 1] }),
      delivery(a, { lastSeenMs: passage.firstSeenMs - 1 }),
      delivery(a, { firstSeenMs: 0 }),
      delivery(a, { framesRead: 1.5 }),
    ];
    const good = delivery(a);
    const answers = await Promise.all([...bad, good].map(one => bring(edge, one)));
    expect(answers.pop()).toEqual(ok);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(existsSync(fileOf(fake.hash))).toBe(false);
    expect(readdirSync(join(test.folder, 'data', 'pictures', 'unfinished'))).toEqual([]);
    expect(await metric('passages_refused')).toBeGreaterThan(0);
  });

  it('comes in by the hundred', async () => {
    const ids = Array.from({ length: 16 }, (_, n) => n.toString(16).repeat(16));
    const edge = await agent('edge-9', ...ids.filter(id => id !== a && id !== b));
    const own = ids.filter(id => id !== a && id !== b);
    const before = await metric('passages_stored');
    const many = Array.from({ length: 250 }, (_, n) => delivery(own[n % own.length]!));
    const answers = await Promise.all(many.map(one => bring(edge, one)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect((await metric('passages_stored')) - before).toBe(250);
    expect((await page()).newest).toHaveLength(100);
  });
});

it('the core says what time it is', async () => {
  const edge = await agent('edge-1', a);
  const answer = await edge.emitWithAck('time', {});
  expect(Math.abs(answer.value.epochMs - Date.now())).toBeLessThan(5_000);
});
