import { once } from 'node:events';
import { FakeClock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { types } from 'mediasoup';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestEdgePort } from '../testing/edge-port.ts';
import { type H264Source, startH264Source } from '../testing/h264-source.ts';
import { Media } from './media.ts';
import type { Page } from './page.ts';
import type { MediaWorker } from './worker.ts';

const cameraId = '0123456789abcdef';
let source: H264Source;
let edge: TestEdgePort;
let clock: FakeClock;
let media: Media;

beforeAll(async () => {
  source = await startH264Source();
});
afterAll(() => source.close());

beforeEach(async () => {
  edge = new TestEdgePort(source);
  clock = new FakeClock();
  media = await Media.start({
    workers: 2,
    port: 0,
    announcedAddresses: [],
    edgeHost: '127.0.0.1',
    edgePorts: { min: 41000, max: 44999 },
    maxConsumersPerPage: 3,
    edge,
    clock,
    log: () => {},
  });
});
afterEach(async () => {
  await media.close();
  edge.close();
});

const [first, second] = [0, 1].map(
  index => () => media.pool.workers.find(worker => worker.index === index)!,
) as [() => MediaWorker, () => MediaWorker];

/** A consumer whose packets come to this process. */
async function receive(worker: MediaWorker, producerId: string): Promise<types.Consumer> {
  const transport = await worker.router.createDirectTransport();
  return transport.consume({ producerId, rtpCapabilities: worker.router.rtpCapabilities, paused: true });
}

async function packets(consumer: types.Consumer, count: number): Promise<Buffer[]> {
  const seen: Buffer[] = [];
  await new Promise<void>(done => {
    consumer.on('rtp', packet => {
      seen.push(packet);
      if (seen.length === count) done();
    });
  });
  return seen;
}

/** Resolves once the producer has said that packets come in. */
async function flows(producerId: string): Promise<void> {
  const receiver = await receive(first(), producerId);
  const got = packets(receiver, 20);
  await receiver.resume();
  await got;
}

/** A page with a transport, placed on the worker asked for. */
async function openPage(worker: MediaWorker): Promise<Page> {
  for (const other of media.pool.workers) other.load = other === worker ? 0 : 100;
  const page = media.openPage();
  await page.openTransport();
  for (const other of media.pool.workers) other.load = 0;
  return page;
}

const capabilities = () => first().router.rtpCapabilities;

describe('a stream on its way from the edge', () => {
  it('comes in by SRTP and goes out to a consumer on the same worker', async () => {
    const page = await openPage(first());
    const { consumer } = await page.consume(cameraId, 'main', capabilities());
    const receiver = await receive(first(), consumer.producerId);
    const got = packets(receiver, 30);
    await receiver.resume();
    expect((await got)[0]!.readUInt8(0) >> 6).toBe(2);
  });

  it('reaches a page on the other worker through one pipe, which ends with its last user', async () => {
    const home = await openPage(first());
    const away = await openPage(second());
    await home.consume(cameraId, 'main', capabilities());
    const one = await away.consume(cameraId, 'main', capabilities());
    const two = await away.consume(cameraId, 'main', capabilities());
    expect(edge.published).toHaveLength(1);

    const receiver = await receive(second(), one.consumer.producerId);
    const got = packets(receiver, 30);
    await receiver.resume();
    await got;

    away.closeConsumer(one.consumer.id);
    expect(receiver.closed).toBe(false);
    const ended = once(receiver.observer, 'close');
    away.closeConsumer(two.consumer.id);
    await ended;
    const again = await away.consume(cameraId, 'main', capabilities());
    expect(again.consumer.producerId).toBe(one.consumer.producerId);
  });

  it('is asked for a key frame when a page starts to look', async () => {
    const page = await openPage(first());
    const { consumer } = await page.consume(cameraId, 'main', capabilities());
    const [sender] = edge.senders.values();
    const asked = new Promise<void>(done => {
      sender!.onPli = done;
    });
    // mediasoup asks only over a leg that packets have come in by, which SRTP's first packet shows.
    const receiver = await receive(first(), consumer.producerId);
    const got = packets(receiver, 1);
    await receiver.resume();
    await got;
    await receiver.requestKeyFrame();
    await asked;
  });

  it('starts once for all who ask at the same time', async () => {
    const pages = await Promise.all([openPage(first()), openPage(second()), openPage(first())]);
    const offers = await Promise.all(pages.map(page => page.consume(cameraId, 'sub', capabilities())));
    expect(edge.published).toHaveLength(1);
    expect(new Set(offers.map(offer => offer.consumer.producerId)).size).toBe(1);
  });

  it('stays for 5 s after the last page has left, and not longer', async () => {
    const page = await openPage(first());
    const { consumer } = await page.consume(cameraId, 'main', capabilities());
    const let_go: string[] = [];
    edge.onUnpublish = id => let_go.push(id);
    page.closeConsumer(consumer.id);
    await clock.advance(4_900);
    expect(let_go).toEqual([]);

    const back = await page.consume(cameraId, 'main', capabilities());
    await flows(back.consumer.producerId);
    await clock.advance(60_000);
    expect(edge.published).toHaveLength(1);

    page.closeConsumer(back.consumer.id);
    await clock.advance(5_000);
    expect(let_go).toEqual([edge.published[0]!.publishId]);
    expect(media.counts()).toMatchObject({ streams: 0, consumers: 0 });
  });

  it('that never sends a packet is ended after ten seconds, so that the page can ask anew', async () => {
    edge.isMute = true;
    const page = await openPage(first());
    await page.consume(cameraId, 'main', capabilities());
    const ended = new Promise<AppError>(done => page.events.on('consumerEnded', (_id, error) => done(error)));
    await clock.advance(10_000);
    expect(await ended).toMatchObject({ code: 'camera-unavailable', detail: 'no packets' });
    expect(edge.senders.size).toBe(0);
  });

  it('fails with what the edge answers, and can be asked for again', async () => {
    const page = await openPage(first());
    edge.failNext = new AppError('camera-unavailable', 'unplugged');
    await expect(page.consume(cameraId, 'main', capabilities())).rejects.toMatchObject({
      code: 'camera-unavailable',
    });
    expect(media.counts()).toMatchObject({ consumers: 0, streams: 0 });
    await page.consume(cameraId, 'main', capabilities());
    expect(edge.published).toHaveLength(2);
  });

  it('tells its pages why it ended', async () => {
    const page = await openPage(second());
    const { consumer } = await page.consume(cameraId, 'main', capabilities());
    const ends: [string, AppError][] = [];
    page.events.on('consumerEnded', (id, error) => ends.push([id, error]));
    media.handlePublishEnded(edge.published[0]!.publishId, 'camera-lost');
    expect(ends).toHaveLength(1);
    expect(ends[0]![0]).toBe(consumer.id);
    expect(ends[0]![1]).toMatchObject({ code: 'camera-unavailable', detail: 'camera-lost' });
    expect(consumer.closed).toBe(true);
  });

  it('ends when its agent goes offline', async () => {
    const page = await openPage(first());
    await page.consume(cameraId, 'main', capabilities());
    const codes: string[] = [];
    page.events.on('consumerEnded', (_id, error) => codes.push(error.code));
    media.handleCameraOffline(cameraId);
    expect(codes).toEqual(['agent-offline']);
    expect(media.counts().streams).toBe(0);
  });
});

describe('a page', () => {
  it('may not take more streams than its limit', async () => {
    const page = await openPage(first());
    const ids = ['a', 'b', 'c'].map(letter => letter.repeat(16));
    for (const id of ids) await page.consume(id, 'sub', capabilities());
    await expect(page.consume('d'.repeat(16), 'sub', capabilities())).rejects.toMatchObject({
      code: 'overloaded',
    });
  });

  it('lets go of everything when it is closed, once and for all', async () => {
    const page = await openPage(first());
    await page.consume(cameraId, 'main', capabilities());
    media.closePage(page);
    media.closePage(page);
    await clock.advance(5_000);
    expect(edge.senders.size).toBe(0);
    await expect(page.consume(cameraId, 'main', capabilities())).rejects.toMatchObject({
      code: 'media-unavailable',
    });
  });

  it('that opens a second transport loses the first and its streams', async () => {
    const page = await openPage(first());
    const { consumer } = await page.consume(cameraId, 'main', capabilities());
    await page.openTransport();
    expect(consumer.closed).toBe(true);
    expect(page.consumers).toBe(0);
  });

  it('is told what is wrong with capabilities that are none', async () => {
    const page = await openPage(first());
    const nonsense = { codecs: 'h264' } as unknown as types.RtpCapabilities;
    await expect(page.consume(cameraId, 'main', nonsense)).rejects.toMatchObject({ code: 'bad-request' });
    await clock.advance(5_000);
    expect(edge.senders.size).toBe(0);
  });
});

describe('a worker that dies', () => {
  it('ends its streams with an error, comes back, and serves again', async () => {
    const page = await openPage(first());
    await page.consume(cameraId, 'main', capabilities());
    const ended = new Promise<AppError>(done => page.events.on('consumerEnded', (_id, error) => done(error)));
    const dying = first();
    process.kill(dying.pid, 'SIGKILL');
    expect(await ended).toMatchObject({ code: 'media-unavailable' });
    await dying.ended;
    expect(media.counts().workers).toBe(1);
    await expect(page.consume(cameraId, 'main', second().router.rtpCapabilities)).rejects.toMatchObject({
      code: 'media-unavailable',
    });

    await page.openTransport();
    const offer = await page.consume(cameraId, 'main', second().router.rtpCapabilities);
    const receiver = await receive(second(), offer.consumer.producerId);
    const got = packets(receiver, 5);
    await receiver.resume();
    await got;
    expect(edge.published).toHaveLength(2);
  });

  it('is started again after the backoff', async () => {
    const dying = first();
    process.kill(dying.pid, 'SIGKILL');
    await dying.ended;
    await clock.advance(500);
    const back = await media.pool.whenFull();
    expect(back.map(worker => worker.index).sort()).toEqual([0, 1]);
    expect(first().pid).not.toBe(dying.pid);
  });
});
