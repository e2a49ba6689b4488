import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EpochMs, systemClock } from '@brightwall/kit/clock';
import { encodeAtlas, encodeUnit, type PageToMapFeed } from '@brightwall/protocol/map-feed';
import { afterEach, describe, expect, test } from 'vitest';
import { type WebSocket as Peer, WebSocketServer } from 'ws';
import { ClockOffset } from './clock-offset.ts';
import { FeedSocket } from './feed-socket.ts';
import { parseMessage } from './parse.ts';

const ids = ['000000000000000a', '000000000000000b', '000000000000000c'];
const layout = {
  kind: 'atlas',
  page: 3,
  version: 1,
  columns: 2,
  rows: 2,
  tileWidthPx: 256,
  tileHeightPx: 144,
  cameraIds: [ids[0], null, ids[1], null],
};
const unit = (feed: number, bytes = 10) =>
  encodeUnit({ feed, key: true, timeMs: 40, data: new Uint8Array(bytes) });

/** A core on a port of its own: what pages said to it, and the page that is connected. */
class Core {
  readonly said: PageToMapFeed[] = [];
  page: Peer | null = null;
  connections = 0;
  server: WebSocketServer;

  constructor(port = 0) {
    this.server = new WebSocketServer({ port, host: '127.0.0.1' });
    this.server.on('connection', page => {
      this.page = page;
      this.connections += 1;
      page.on('message', text => {
        this.said.push(JSON.parse(String(text)) as PageToMapFeed);
      });
    });
  }
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
  get views() {
    return this.said.filter(message => message.kind === 'view');
  }
  async close(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
    await once(this.server, 'close');
  }
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function connected() {
  const core = new Core();
  await once(core.server, 'listening');
  const socket = new FeedSocket({ url: `ws://127.0.0.1:${core.port}`, clock: systemClock, random: () => 0 });
  open.push(socket, core);
  socket.open();
  await expect.poll(() => core.connections).toBe(1);
  return { core, socket };
}

describe('what the page wants', () => {
  test('is said once, and again only when it is another choice', async () => {
    const { core, socket } = await connected();
    socket.handleWanted({ thumbnails: [ids[1]!, ids[0]!], live: [ids[2]!] });
    socket.handleWanted({ thumbnails: [ids[0]!, ids[1]!], live: [ids[2]!] });
    await expect.poll(() => core.views.length).toBe(1);
    expect(core.views[0]).toEqual({ kind: 'view', thumbnails: ids.slice(0, 2), live: [ids[2]] });
    await sleep(400);
    expect(core.views.length).toBe(1);
  });
  test('is said four times a second at most, the newest last', async () => {
    const { core, socket } = await connected();
    const startedMs = performance.now();
    for (let i = 0; i < 20; i += 1) {
      socket.handleWanted({ thumbnails: [ids[i % 3]!], live: [] });
      await sleep(30);
    }
    socket.handleWanted({ thumbnails: ids, live: [] });
    await expect.poll(() => core.views.at(-1)?.thumbnails).toEqual(ids);
    const quarters = (performance.now() - startedMs) / 250;
    expect(core.views.length).toBeLessThanOrEqual(Math.ceil(quarters) + 1);
  });
  test('is nothing while the page is hidden, and what comes late is thrown away', async () => {
    const { core, socket } = await connected();
    const pictures: string[] = [];
    socket.on('picture', picture => pictures.push(picture.kind));
    socket.handleWanted({ thumbnails: ids, live: [] });
    await expect.poll(() => core.views.length).toBe(1);
    socket.handleVisible(false);
    core.page?.send(unit(1));
    await expect.poll(() => core.views.at(-1)?.thumbnails).toEqual([]);
    // What was on its way is told as taken all the same: the core's window is not to close.
    await expect.poll(() => core.said).toContainEqual({ kind: 'ack', bytes: unit(1).length });
    expect(pictures).toEqual([]);
    socket.handleVisible(true);
    await expect.poll(() => core.views.at(-1)?.thumbnails).toEqual(ids);
    core.page?.send(unit(1));
    await expect.poll(() => pictures).toEqual(['unit']);
  });
});

describe('the connection', () => {
  test('hands on layouts, feeds and pictures, and tells how many bytes it took', async () => {
    const { core, socket } = await connected();
    const heard: unknown[] = [];
    socket.on('message', message => heard.push(message.kind));
    socket.on('picture', picture => heard.push(picture.kind));
    const page = encodeAtlas({
      page: 3,
      version: 1,
      madeMs: 5,
      agesMs: [1, null, 2, null],
      jpeg: new Uint8Array(9),
    });
    for (const message of [JSON.stringify(layout), page, unit(7, 70_000), 'nonsense', new Uint8Array(3)])
      core.page?.send(message);
    await expect.poll(() => heard).toEqual(['atlas', 'atlas', 'unit']);
    const bytes = page.length + unit(7, 70_000).length + 3;
    await expect.poll(() => core.said.at(-1)).toEqual({ kind: 'ack', bytes });
  });
  test('comes back after the core was restarted, and asks anew', async () => {
    const { core, socket } = await connected();
    const states: string[] = [];
    socket.on('state', state => states.push(state));
    socket.handleWanted({ thumbnails: ids, live: [] });
    await expect.poll(() => core.views.length).toBe(1);
    const { port } = core;
    await core.close();
    await expect.poll(() => states[0]).toBe('lost');
    const again = new Core(port);
    open.push(again);
    await expect.poll(() => again.views.at(-1)?.thumbnails, { timeout: 5000 }).toEqual(ids);
    expect(states.at(-1)).toBe('open');
  });
  test('ends with its owner and is not made again', async () => {
    const { core, socket } = await connected();
    socket.close();
    await expect.poll(() => core.page?.readyState).toBe(3);
    await sleep(700);
    expect(core.connections).toBe(1);
  });
});

describe('a message of the core', () => {
  test('is read when it is whole', () => {
    expect(parseMessage(JSON.stringify(layout))).toEqual(layout);
  });
  test('is nothing when it is malformed, or its page is larger than a texture', () => {
    const odd = [
      '',
      'null',
      '[]',
      '{"kind":"atlas"}',
      JSON.stringify({ ...layout, columns: 40 }),
      JSON.stringify({ ...layout, tileWidthPx: 255 }),
      JSON.stringify({ ...layout, cameraIds: [1] }),
      JSON.stringify({ ...layout, cameraIds: Array(5).fill(null) }),
      JSON.stringify({
        kind: 'feed',
        feed: 1,
        cameraId: ids[0],
        codec: 'avc1.42e01f',
        widthPx: 4000,
        heightPx: 99,
      }),
      JSON.stringify({ kind: 'feed-ended' }),
    ];
    expect(odd.map(parseMessage)).toEqual(odd.map(() => null));
  });
});

describe("the core's clock", () => {
  const at = (ms: number) => ms as EpochMs;
  test('is told from ours by what came with least delay', () => {
    const offset = new ClockOffset();
    // The core is 100 s behind; the first picture was kept for 5 s before it was sent.
    expect(offset.here(900_000 - 5_000, at(1_000_000))).toBe(1_000_000);
    expect(offset.here(900_980, at(1_001_000))).toBe(1_001_000);
    expect(offset.here(895_000, at(1_001_010))).toBe(995_020);
  });
});
