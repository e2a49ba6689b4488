import { FakeClock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import {
  decodePicture,
  type MapFeedPicture,
  type MapFeedToPage,
  placesOn,
} from '@brightwall/protocol/map-feed';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { MapFeed } from './map-feed.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const agent = 'edge-1';

let clock: FakeClock;
let feed: MapFeed;
let thumbnails: Map<string, { takenMs: number; jpeg: Buffer }>;
let asked: string[];
let online: boolean;
let refusal: AppError | null;

beforeEach(() => {
  clock = new FakeClock();
  thumbnails = new Map();
  asked = [];
  online = true;
  refusal = null;
  const ask = async (what: string) => {
    asked.push(what);
    if (refusal) throw refusal;
  };
  feed = new MapFeed({
    cameras: {
      place: id => ({ lon: 120 + (id === a ? 0 : 0.001), lat: 30 }),
      agentOf: () => (online ? agent : null),
      thumbnail: id => thumbnails.get(id),
    },
    agents: {
      wantThumbnails: (_agent, ids) => ask(`thumbnails ${ids.map(id => id[0]).join('')}`),
      startFeed: (_agent, id) => ask(`start ${id[0]}`),
      stopFeed: (_agent, id) => ask(`stop ${id[0]}`),
    },
    clock,
    onError: error => {
      throw error;
    },
  });
  feed.handleCamera(a);
  feed.handleCamera(b);
});

async function picture(id: string, colour: string, takenMs: number): Promise<void> {
  const of = { width: 256, height: 144, channels: 3, background: colour } as const;
  thumbnails.set(id, { takenMs, jpeg: await sharp({ create: of }).jpeg().toBuffer() });
  feed.handleThumbnail(id);
}

/** A page that looks, and what it has got. */
function page() {
  const said: MapFeedToPage[] = [];
  const got: (MapFeedPicture & { bytes: number })[] = [];
  const viewer = feed.open({
    say: message => said.push(message as MapFeedToPage),
    send: bytes => {
      const copy = bytes.slice();
      got.push({ ...decodePicture(copy.buffer)!, bytes: bytes.length });
    },
  });
  const look = (thumbnails: string[], live: string[] = []) =>
    viewer.handleView({ kind: 'view', thumbnails, live });
  const sent = () => got.reduce((sum, { bytes }) => sum + bytes, 0);
  /** The last layout it was told. */
  const layout = () => said.findLast(message => message.kind === 'atlas')!;
  return { viewer, look, said, got, sent, layout };
}

/** Lets what was due be made: sharp works in threads of its own. */
async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !done(); i++) {
    await clock.advance(20);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  expect(done()).toBe(true);
}

async function sizeOf(atlas: MapFeedPicture): Promise<number[]> {
  if (atlas.kind !== 'atlas') throw new Error('no atlas');
  const { width, height } = await sharp(atlas.jpeg).metadata();
  return [width, height];
}

async function colourAt(atlas: MapFeedPicture, slot: number): Promise<number[]> {
  if (atlas.kind !== 'atlas') throw new Error('no atlas');
  const place = placesOn(atlas.agesMs)[slot]!;
  const region = {
    left: (place % 8) * 192 + 80,
    top: Math.floor(place / 8) * 108 + 40,
    width: 8,
    height: 8,
  };
  const pixels = await sharp(atlas.jpeg).extract(region).raw().toBuffer();
  return [...pixels.subarray(0, 3)];
}

describe('thumbnails', () => {
  it('come as one page, told of before, with the age of each', async () => {
    await picture(a, '#c80000', clock.epochMs() - 500);
    const { look, said, got, layout: told } = page();
    look([a, b]);
    await until(() => got.length === 1);
    expect(said).toHaveLength(1);
    const layout = told();
    expect(layout).toMatchObject({ kind: 'atlas', columns: 8, rows: 4, tileWidthPx: 192, tileHeightPx: 108 });
    const slot = layout.cameraIds.indexOf(a);
    const atlas = got[0]!;
    if (atlas.kind !== 'atlas') throw new Error('no atlas');
    expect([atlas.page, atlas.version]).toEqual([layout.page, layout.version]);
    expect(atlas.agesMs[slot]).toBeGreaterThanOrEqual(500);
    expect(atlas.agesMs[layout.cameraIds.indexOf(b)]).toBeNull();
    const [red, green] = await colourAt(atlas, slot);
    expect(red).toBeGreaterThan(180);
    expect(green).toBeLessThan(20);
  });

  it('are asked of the agent once for all who look, and no more when nobody does', async () => {
    const [one, two] = [page(), page()];
    one.look([a]);
    two.look([a, b]);
    await clock.advance(300);
    one.look([]);
    await clock.advance(300);
    feed.leave(two.viewer);
    await clock.advance(300);
    expect(asked).toEqual(['thumbnails ab', 'thumbnails ']);
    two.look([a]);
    await clock.advance(300);
    expect(asked).toHaveLength(2);
  });

  it('are asked for again when the agent is back', async () => {
    const { look } = page();
    online = false;
    look([a]);
    await clock.advance(300);
    expect(asked).toEqual([]);
    online = true;
    feed.handleAgent(agent);
    await clock.advance(300);
    expect(asked).toEqual(['thumbnails a']);
  });

  it('cost the core nothing more for a second page of the same place', async () => {
    await picture(a, '#00c800', clock.epochMs());
    const one = page();
    one.look([a]);
    await until(() => one.got.length === 1);
    const two = page();
    two.look([a]);
    expect(two.got).toHaveLength(1);
    await clock.advance(5000);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(feed.counts().atlasMade).toBe(1);
    await picture(a, '#0000c8', clock.epochMs() + 1);
    await until(() => one.got.length >= 2 && two.got.length >= 2);
    const last = [one.got.at(-1)!, two.got.at(-1)!];
    expect(last[0]).toEqual(last[1]);
    expect(feed.counts()).toMatchObject({ atlasMade: one.got.length, atlasPictures: one.got.length });
    const slot = one.layout().cameraIds.indexOf(a);
    expect((await colourAt(last[0]!, slot))[2]).toBeGreaterThan(180);
  });

  it('come at once to a page that looks at more of what another looks at', async () => {
    await picture(a, '#c80000', clock.epochMs());
    await picture(b, '#0000c8', clock.epochMs());
    const [one, two] = [page(), page()];
    one.look([a, b]);
    two.look([a]);
    await until(() => one.got.length === 1 && two.got.length === 1);
    two.look([a, b]);
    expect(two.got).toHaveLength(2);
    await clock.advance(5000);
    expect(feed.counts().atlasMade).toBe(1);
  });

  it('are forgotten when nobody looks, and made anew for whoever comes back', async () => {
    await picture(a, '#00c800', clock.epochMs());
    const { look, got } = page();
    look([a]);
    await until(() => got.length === 1);
    look([]);
    expect(feed.counts().atlasPages).toBe(0);
    await picture(a, '#0000c8', clock.epochMs());
    await clock.advance(5000);
    expect(feed.counts().atlasMade).toBe(1);
    look([a]);
    await until(() => got.length === 2);
  });

  it('wait until most of a page is new, and not long', async () => {
    const ids = [a, b, 'c'.repeat(16), 'd'.repeat(16)] as const;
    for (const id of ids) await picture(id, '#00c800', clock.epochMs());
    const { look, got } = page();
    look([...ids]);
    await until(() => got.length === 1);
    await clock.advance(3000);
    for (const id of ids.slice(0, 2)) await picture(id, '#0000c8', clock.epochMs());
    await clock.advance(1400);
    expect(feed.counts().atlasMade).toBe(1);
    await picture(ids[2], '#0000c8', clock.epochMs());
    await clock.advance(1);
    await until(() => got.length === 2);
    await clock.advance(3000);
    await picture(a, '#c8c8c8', clock.epochMs());
    await clock.advance(1499);
    expect(feed.counts().atlasMade).toBe(2);
    await clock.advance(1);
    await until(() => got.length === 3);
  });

  it('that are none are not on the page, and harm nobody', async () => {
    thumbnails.set(a, { takenMs: 1, jpeg: Buffer.from([0xff, 0xd8, 1, 2, 3]) });
    await picture(b, '#c8c8c8', clock.epochMs());
    const { look, layout, got } = page();
    look([a, b]);
    await until(() => got.length > 0);
    const { cameraIds } = layout();
    const atlas = got[0]!;
    if (atlas.kind !== 'atlas') throw new Error('no atlas');
    expect(atlas.agesMs[cameraIds.indexOf(a)]).toBeNull();
    expect((await colourAt(atlas, cameraIds.indexOf(b)))[0]).toBeGreaterThan(190);
  });

  it('nobody looks at are not on the page, and are once somebody does', async () => {
    await picture(a, '#c80000', clock.epochMs());
    await picture(b, '#0000c8', clock.epochMs());
    const one = page();
    one.look([b]);
    await until(() => one.got.length === 1);
    expect(await sizeOf(one.got[0]!)).toEqual([192, 108]);
    const two = page();
    two.look([a]);
    await until(() => one.got.length === 2);
    expect(await sizeOf(one.got[1]!)).toEqual([384, 108]);
    const { cameraIds } = one.layout();
    expect((await colourAt(one.got[1]!, cameraIds.indexOf(a)))[0]).toBeGreaterThan(180);
    expect((await colourAt(one.got[1]!, cameraIds.indexOf(b)))[2]).toBeGreaterThan(180);
  });
});

describe('live streams', () => {
  const unit = (cameraId: string, timeMs: number, key: boolean, bytes = 1000) =>
    feed.handleUnit(agent, {
      cameraId,
      codec: 'avc1.42e01f',
      widthPx: 640,
      heightPx: 360,
      key,
      timeMs,
      data: new Uint8Array(bytes),
    });

  it('are asked for once, and whoever comes later begins at the last key frame', () => {
    const one = page();
    one.look([], [a]);
    unit(a, 0, true);
    unit(a, 66, false);
    const two = page();
    two.look([], [a]);
    unit(a, 133, false);
    expect(asked).toEqual(['start a']);
    for (const { said, got } of [one, two]) {
      expect(said).toEqual([
        { kind: 'feed', feed: 1, cameraId: a, codec: 'avc1.42e01f', widthPx: 640, heightPx: 360 },
      ]);
      expect(got.map(unit => unit.kind === 'unit' && [unit.key, unit.timeMs])).toEqual([
        [true, 0],
        [false, 66],
        [false, 133],
      ]);
    }
  });

  it('go on a little after the last one left, for a map that is moved to and fro', async () => {
    const { look } = page();
    look([], [a]);
    unit(a, 0, true);
    look([]);
    await clock.advance(2000);
    look([], [a]);
    await clock.advance(10_000);
    expect(asked).toEqual(['start a']);
    look([]);
    await clock.advance(5000);
    expect(asked).toEqual(['start a', 'stop a']);
  });

  it('leave out what a slow page cannot take, up to the next key frame; others get all', () => {
    const [slow, fast] = [page(), page()];
    slow.look([], [a]);
    fast.look([], [a]);
    const send = (timeMs: number, key: boolean) => {
      unit(a, timeMs, key, 200_000);
      fast.viewer.handleAck(fast.sent());
    };
    send(0, true);
    for (let n = 1; n <= 12; n++) send(n * 100, false);
    expect(fast.got).toHaveLength(13);
    // 1.5 MB are under way at most, and the message that went over it.
    expect(slow.got).toHaveLength(8);
    slow.viewer.handleAck(slow.sent());
    send(1300, false);
    expect(slow.got).toHaveLength(8);
    send(1400, true);
    expect(slow.got.at(-1)).toMatchObject({ key: true, timeMs: 1400 });
    expect(feed.counts().dropped).toBeGreaterThan(0);
  });

  it('that the camera does not give are told of, and tried again with growing patience', async () => {
    refusal = new AppError('camera-unavailable', 'H.265');
    const { look, said } = page();
    look([], [a]);
    await clock.advance(10);
    expect(said).toMatchObject([{ kind: 'feed-ended', cameraId: a, error: { code: 'camera-unavailable' } }]);
    await clock.advance(2000);
    await clock.advance(4000);
    expect(asked).toEqual(['start a', 'start a', 'start a']);
    refusal = null;
    await clock.advance(8000);
    unit(a, 0, true);
    expect(said.at(-1)).toMatchObject({ kind: 'feed', cameraId: a });
  });

  it('begin anew when the agent is back, as another feed', async () => {
    const { look, said } = page();
    look([], [a]);
    unit(a, 5000, true);
    online = false;
    feed.handleAgent(agent);
    expect(said.at(-1)).toMatchObject({ kind: 'feed-ended', error: { code: 'agent-offline' } });
    online = true;
    feed.handleAgent(agent);
    unit(a, 0, true);
    expect(said.at(-1)).toMatchObject({ kind: 'feed', feed: 2 });
    expect(asked).toEqual(['start a', 'start a']);
  });

  it('take nothing from an agent that was not asked', () => {
    const { look, got } = page();
    look([], [a]);
    feed.handleUnit('another', {
      cameraId: a,
      codec: 'avc1.42e01f',
      widthPx: 640,
      heightPx: 360,
      key: true,
      timeMs: 0,
      data: new Uint8Array(10),
    });
    unit(b, 0, true);
    expect(got).toEqual([]);
  });
});
