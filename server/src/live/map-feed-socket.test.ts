import { once } from 'node:events';
import {
  type AtlasLayout,
  decodePicture,
  type FeedStarted,
  type MapFeedPicture,
} from '@brightwall/protocol/map-feed';
import sharp from 'sharp';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);

let test: TestCore;
let cookie: string;
let agent: Socket;
const asked: string[] = [];
const open: WebSocket[] = [];

beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  agent = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  const reply = { ok: true, value: null };
  agent.on('wantThumbnails', ({ cameraIds }, answer) => {
    asked.push(`thumbnails ${cameraIds.length}`);
    answer(reply);
  });
  agent.on('startFeed', ({ cameraId }, answer) => {
    asked.push(`start ${cameraId[0]}`);
    answer(reply);
  });
  agent.on('stopFeed', (_request, answer) => answer(reply));
  await agent.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(a), report(b)] });
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => test.close());

function connect(headers: Record<string, string> = { cookie }) {
  const url = `${test.core.ready.url.replace('http', 'ws')}/api/map-feed`;
  const socket = new WebSocket(url, { headers });
  socket.binaryType = 'arraybuffer';
  open.push(socket);
  const said: (AtlasLayout | FeedStarted)[] = [];
  const got: MapFeedPicture[] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary) got.push(decodePicture(data as ArrayBuffer)!);
    else said.push(JSON.parse(new TextDecoder().decode(data as ArrayBuffer)));
  });
  return {
    socket,
    said,
    got,
    look: (view: object) => socket.send(JSON.stringify({ kind: 'view', ...view })),
  };
}

async function page() {
  const connection = connect();
  await once(connection.socket, 'open');
  return connection;
}

/** The status that the upgrade was answered with. */
async function refusal(socket: WebSocket): Promise<number> {
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
}

describe('a page at the map', () => {
  it('gets thumbnails and live units of the cameras it names, and of no others', async () => {
    const { socket, said, got, look } = await page();
    look({ thumbnails: [a], live: [b] });
    await vi.waitFor(() => expect(asked).toEqual(expect.arrayContaining(['thumbnails 1', 'start b'])));
    const jpeg = await sharp({ create: { width: 256, height: 144, channels: 3, background: '#804020' } })
      .jpeg()
      .toBuffer();
    agent.emit('thumbnail', { cameraId: a, takenMs: Date.now(), jpeg });
    const unit = { codec: 'avc1.42e01f', widthPx: 640, heightPx: 360, key: true, timeMs: 0 };
    agent.emit('feedUnit', { ...unit, cameraId: b, data: Buffer.from([0, 0, 0, 1, 0x65]) });
    agent.emit('feedUnit', { ...unit, cameraId: a, data: Buffer.from([0, 0, 0, 1, 0x65]) });
    await vi.waitFor(() => {
      expect(got.some(one => one.kind === 'atlas' && one.agesMs.some(age => age !== null))).toBe(true);
      expect(got.some(({ kind }) => kind === 'unit')).toBe(true);
    }, 3000);
    expect(said.find(({ kind }) => kind === 'feed')).toMatchObject({ cameraId: b, widthPx: 640 });
    expect(got.filter(({ kind }) => kind === 'unit')).toHaveLength(1);
    socket.close();
    await once(socket, 'close');
    await vi.waitFor(() => expect(asked.at(-1)).toBe('thumbnails 0'));
  });

  it('is let in with a session only, from the same origin only, by the one path only', async () => {
    expect(await refusal(connect({}).socket)).toBe(401);
    expect(await refusal(connect({ cookie: 'brightwall=nonsense' }).socket)).toBe(401);
    expect(await refusal(connect({ cookie, origin: 'http://elsewhere.test' }).socket)).toBe(403);
    const other = new WebSocket(`${test.core.ready.url.replace('http', 'ws')}/api/other`, {
      headers: { cookie },
    });
    open.push(other);
    expect(await refusal(other)).toBe(404);
  });

  it.each([
    ['no JSON', 'view'],
    ['no message of ours', '{"kind":"view"}'],
    ['an id that is none', `{"kind":"view","thumbnails":["../etc"],"live":[]}`],
    ['more than a page may ask', JSON.stringify({ kind: 'view', thumbnails: [], live: Array(257).fill(a) })],
  ])('that sends %s is told so and ended', async (_what, text) => {
    const { socket } = await page();
    socket.send(text);
    const [code, reason] = await once(socket, 'close');
    expect([code, String(reason)]).toEqual([1008, 'bad-request']);
  });

  it('that sends bytes, or a message without end, is ended', async () => {
    const [bytes, long] = [await page(), await page()];
    const closed = [bytes, long].map(async ({ socket }) => (await once(socket, 'close'))[0]);
    bytes.socket.send(Buffer.from([1, 2, 3]));
    long.socket.send('x'.repeat(70_000));
    // RFC 6455 §7.4.1: a rule of ours, and too big.
    expect(await Promise.all(closed)).toEqual([1008, 1009]);
  });

  it('ends with its session', async () => {
    const own = await test.signIn();
    const connection = connect({ cookie: own });
    await once(connection.socket, 'open');
    const closed = once(connection.socket, 'close');
    await test.call('DELETE', '/api/session', { cookie: own });
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([1008, 'not-signed-in']);
  });
});
