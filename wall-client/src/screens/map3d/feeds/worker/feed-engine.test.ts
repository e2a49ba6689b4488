import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@brightwall/kit/clock';
import { encodeAtlas, encodeUnit, type FeedStarted } from '@brightwall/protocol/map-feed';
import { afterEach, describe, expect, test } from 'vitest';
import { type WebSocket as Peer, WebSocketServer } from 'ws';
import type { DecoderTools } from '../decode/feed-decoder.ts';
import { FeedEngine } from './feed-engine.ts';
import type { WorkerToPage } from './messages.ts';

const [a, b] = ['000000000000000a', '000000000000000b'] as const;
const layout = {
  kind: 'atlas',
  page: 1,
  version: 1,
  columns: 2,
  rows: 1,
  tileWidthPx: 8,
  tileHeightPx: 4,
  cameraIds: [a, b],
};
const started = (feed: number, cameraId: string): FeedStarted => ({
  kind: 'feed',
  feed,
  cameraId,
  codec: 'avc1.42e01f',
  widthPx: 16,
  heightPx: 16,
});
const page = () =>
  encodeAtlas({ page: 1, version: 1, madeMs: 0, agesMs: [5, null], jpeg: new Uint8Array([1]) });
const unit = (feed: number, key = true) =>
  encodeUnit({ feed, key, timeMs: 0, data: new Uint8Array([1, 2, 3]) });

/** Every unit is a green 16×16 picture at once. */
function decoders(): { tools: DecoderTools; open: Set<object> } {
  const open = new Set<object>();
  const picture = {
    format: 'I420',
    codedWidth: 16,
    codedHeight: 16,
    visibleRect: { x: 0, y: 0, width: 16, height: 16 },
    colorSpace: { fullRange: false, matrix: 'bt709' },
    copyTo: async (into: Uint8Array) => void into.fill(77),
    close: () => undefined,
  };
  const create: DecoderTools['create'] = ({ output }) => {
    const decoder = {
      configure: () => undefined,
      decode: () => output(picture as unknown as VideoFrame),
      close: () => void open.delete(decoder),
      decodeQueueSize: 0,
    };
    open.add(decoder);
    return decoder;
  };
  return { tools: { create, chunk: init => init as unknown as EncodedVideoChunk }, open };
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function running(options: { decodes?: boolean; shares?: boolean } = {}) {
  const { decodes = true, shares = false } = options;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const peers: Peer[] = [];
  server.on('connection', peer => peers.push(peer));
  const said: WorkerToPage[] = [];
  const { tools, open } = decoders();
  const engine = new FeedEngine({
    clock: systemClock,
    decodeJpeg: async () => ({ width: 16, height: 4, colour: 'full-601', planes: new ArrayBuffer(96) }),
    decoders: decodes ? tools : null,
    shares,
    post: message => said.push(message),
  });
  ends.push(
    () => new Promise(done => server.close(done)),
    () => {
      for (const peer of peers) peer.terminate();
    },
    () => engine.close(),
  );
  engine.handle({ kind: 'open', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await expect.poll(() => peers.length).toBe(1);
  const of = <K extends WorkerToPage['kind']>(kind: K) =>
    said.filter((message): message is Extract<WorkerToPage, { kind: K }> => message.kind === kind);
  return { engine, peers, of, open };
}

describe('the engine', () => {
  test('tells whose pictures are on a decoded page, and counts the new ones that are wanted', async () => {
    const { engine, peers, of } = await running();
    engine.handle({ kind: 'wanted', thumbnails: [a], live: [] });
    for (const message of [JSON.stringify(layout), page()]) peers[0]?.send(message);
    await expect.poll(() => of('page').length).toBe(1);
    const { columns, rows, tileWidthPx, tileHeightPx } = layout;
    const sheet = { columns, rows, tileWidthPx, tileHeightPx };
    expect(of('page')[0]).toMatchObject({
      page: 1,
      sheet,
      cameraIds: [a],
      takenMs: [-5],
      width: 16,
      height: 4,
    });
    await expect.poll(() => of('counts').at(-1)?.thumbnailsDecoded, { timeout: 3000 }).toBe(1);
  });
  test('decodes the feeds the page wants, and no others', async () => {
    const { engine, peers, of } = await running();
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    const messages = [JSON.stringify(started(1, a)), JSON.stringify(started(2, b)), unit(2), unit(1)];
    for (const message of messages) peers[0]?.send(message);
    await expect.poll(() => of('frame').length).toBe(1);
    expect(of('feed').map(({ cameraId }) => cameraId)).toEqual([a]);
    expect(of('frame')[0]).toMatchObject({ feed: 1, width: 16, height: 16, colour: 'limited-709' });
  });
  test('goes on with a feed wanted again, without a word of the core', async () => {
    const { engine, peers, of, open } = await running();
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    for (const message of [JSON.stringify(started(1, a)), unit(1)]) peers[0]?.send(message);
    await expect.poll(() => of('frame').length).toBe(1);
    engine.handle({ kind: 'wanted', thumbnails: [], live: [] });
    expect(open.size).toBe(0);
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    peers[0]?.send(unit(1));
    await expect.poll(() => of('frame').length).toBe(2);
    expect(of('feed').length).toBe(2);
  });
  test('sends one picture of a feed at a time where memory is not shared', async () => {
    const { engine, peers, of } = await running();
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    for (const message of [JSON.stringify(started(1, a)), unit(1), unit(1), unit(1)]) peers[0]?.send(message);
    await expect.poll(() => of('frame').length).toBe(1);
    await sleep(50);
    engine.handle({ kind: 'frame-drawn', feed: 1, planes: of('frame')[0]!.planes });
    expect(of('frame').length).toBe(1);
    peers[0]?.send(unit(1));
    await expect.poll(() => of('frame').length).toBe(2);
  });
  test('keeps no decoder while the page is hidden, nor what was on its way', async () => {
    const { engine, peers, of, open } = await running({ shares: true });
    engine.handle({ kind: 'wanted', thumbnails: [a], live: [a] });
    for (const message of [JSON.stringify(started(1, a)), unit(1)]) peers[0]?.send(message);
    await expect.poll(() => open.size).toBe(1);
    engine.handle({ kind: 'visible', visible: false });
    expect(open.size).toBe(0);
    for (const message of [JSON.stringify(layout), page(), unit(1)]) peers[0]?.send(message);
    await sleep(100);
    expect([of('page').length, open.size]).toEqual([0, 0]);
    engine.handle({ kind: 'visible', visible: true });
    for (const message of [page(), unit(1)]) peers[0]?.send(message);
    await expect.poll(() => [of('page').length, open.size]).toEqual([1, 1]);
  });
  test('ends all feeds with the connection, and begins anew with the next', async () => {
    const { engine, peers, of, open } = await running();
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    for (const message of [JSON.stringify(started(1, a)), unit(1)]) peers[0]?.send(message);
    await expect.poll(() => of('frame').length).toBe(1);
    peers[0]?.terminate();
    await expect.poll(() => of('feed-ended').map(({ cameraId }) => cameraId)).toEqual([a]);
    expect(open.size).toBe(0);
    await expect.poll(() => peers.length, { timeout: 5000 }).toBe(2);
    for (const message of [JSON.stringify(started(9, a)), unit(9)]) peers[1]?.send(message);
    await expect.poll(() => of('frame').at(-1)?.feed).toBe(9);
  });
  test('hands units on where the browser has no decoder', async () => {
    const { engine, peers, of } = await running({ decodes: false });
    engine.handle({ kind: 'wanted', thumbnails: [], live: [a] });
    for (const message of [JSON.stringify(started(1, a)), unit(1), unit(1, false)]) peers[0]?.send(message);
    await expect.poll(() => of('unit').map(({ unit: { key } }) => key)).toEqual([true, false]);
    expect(of('feed')[0]).toMatchObject({ cameraId: a, codec: 'avc1.42e01f', slot: null });
  });
});
