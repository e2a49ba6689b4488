// What pages of the wall get of the core: pictures over the edge, the cameras of a city, the end of a session.
import { type CameraColumns, fromColumns } from '@brightwall/protocol/camera-columns';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { camerasPerPart } from './live/send-snapshot.ts';
import { Connections } from './testing/connections.ts';
import { type H264Source, startH264Source } from './testing/h264-source.ts';
import { type SrtpSender, sendBySrtp } from './testing/srtp-sender.ts';
import { next, startTestCore, type TestCore } from './testing/test-core.ts';

const a = 'a'.repeat(16);

let test: TestCore;
let cookie: string;
let source: H264Source;
const connected = new Connections(() => ({ test, cookie }));
const senders: SrtpSender[] = [];

beforeAll(async () => {
  [test, source] = await Promise.all([startTestCore(), startH264Source()]);
  cookie = await test.signIn();
});
afterAll(async () => {
  await source.close();
  await test.close();
});
afterEach(() => {
  for (const sender of senders.splice(0)) sender.close();
  connected.leave();
});

const get = (path: string) => test.call('GET', path, { cookie });

describe('a picture on the wall', () => {
  const consume = (wall: Socket, cameraId: string, rtpCapabilities: unknown) =>
    wall.emitWithAck('consume', { cameraId, profile: 'main', rtpCapabilities });

  it('is pulled from the edge when a page wants it, and ends with the agent', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    socket.on('publish', (request, reply) => {
      const sender = sendBySrtp({ ...request, host: '127.0.0.1' }, source);
      senders.push(sender);
      reply({ ok: true, value: sender.published });
    });
    const { socket: wall } = await connected.page();
    const transport = await wall.emitWithAck('openTransport', {});
    expect(transport).toMatchObject({ ok: true });
    const offer = await consume(wall, a, transport.value.routerRtpCapabilities);
    expect(offer).toMatchObject({ ok: true, value: { transcoded: false } });
    expect(offer.value.rtpParameters.codecs[0].mimeType).toBe('video/H264');
    const { consumerId } = offer.value;
    expect(await wall.emitWithAck('resumeConsumer', { consumerId })).toEqual({ ok: true, value: null });
    const ended = next(wall, 'consumerEnded');
    socket.disconnect();
    expect(await ended).toMatchObject({ consumerId, error: { code: 'agent-offline' } });
  });

  it('fails with what the agent says, what it should not say, and when there is no agent', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    const { socket: wall } = await connected.page();
    const { value } = await wall.emitWithAck('openTransport', {});
    socket.once('publish', (_request, reply) =>
      reply({ ok: false, error: { code: 'camera-unavailable', zh: '', en: '', detail: 'unplugged' } }),
    );
    expect(await consume(wall, a, value.routerRtpCapabilities)).toMatchObject({
      ok: false,
      error: { code: 'camera-unavailable', detail: 'unplugged' },
    });
    socket.once('publish', (_request, reply) => reply({ ok: true, value: { ssrc: 'many' } }));
    expect(await consume(wall, a, value.routerRtpCapabilities)).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    socket.once('publish', () => socket.disconnect());
    expect(await consume(wall, a, value.routerRtpCapabilities)).toMatchObject({
      ok: false,
      error: { code: 'agent-offline' },
    });
    expect(await consume(wall, '9'.repeat(16), value.routerRtpCapabilities)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('is refused to who asks for it wrongly', async () => {
    const { socket: wall } = await connected.page();
    for (const [name, request] of [
      ['consume', { cameraId: 'x' }],
      ['connectTransport', {}],
      ['resumeConsumer', null],
      ['closeConsumer', { consumerId: 'none' }],
    ] as const) {
      const answer = await wall.emitWithAck(name, request);
      expect(answer.error.code).toMatch(/bad-request|not-found/);
    }
  });

  it('comes by HLS over the same edge', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    const ref = { cameraId: a, profile: 'sub', rendition: 'source' };
    socket.on('startHls', (request, reply) => {
      expect(request).toEqual(ref);
      reply({ ok: true, value: null });
      const init = {
        ...ref,
        life: 0,
        codecs: 'avc1.42e01f',
        widthPx: 64,
        heightPx: 36,
        data: Buffer.from('header'),
      };
      socket.emit('hlsInit', init);
      const part = { ...ref, life: 0, segment: 0, part: 0, durationMs: 2000, independent: true, last: true };
      socket.emit('hlsPart', { ...part, startMs: 1_800_000_000_000, data: Buffer.from('picture') });
    });
    const address = `/api/hls/${a}/sub/source`;
    const playlist = await get(`${address}/index.m3u8`);
    expect(playlist.headers.get('content-type')).toContain('mpegurl');
    const files = [...playlist.body.toString().matchAll(/(init-\d+\.mp4|^s\d+\.m4s)/gm)].map(
      ([name]) => name,
    );
    const bodies = await Promise.all(
      files.map(async name => (await get(`${address}/${name}`)).body.toString()),
    );
    expect(bodies).toEqual(['header', 'picture']);
    expect((await test.call('GET', `${address}/index.m3u8`)).status).toBe(401);
    expect((await get(`/api/hls/${'9'.repeat(16)}/sub/source/index.m3u8`)).status).toBe(404);
    expect((await get(`${address}/../../../../etc/passwd`)).status).toBe(404);
  });
});

describe('a page', () => {
  it('is turned away without a session, and by another origin', async () => {
    const without = test.connect('/wall', {});
    expect(await next<Error & { data: unknown }>(without, 'connect_error')).toMatchObject({
      data: { code: 'not-signed-in' },
    });
    const foreign = test.connect('/wall', { headers: { cookie, origin: 'http://elsewhere.example' } });
    expect(await next<Error>(foreign, 'connect_error')).toBeInstanceOf(Error);
  });

  it('finds nothing outside the two namespaces, without a session least of all', async () => {
    const error = await next<Error>(test.connect('/' as '/wall', {}), 'connect_error');
    expect(error.message).toBe('not-found');
  });

  it('is told of a whole city in parts, the next when it has taken the one before', async () => {
    const idOf = (agent: number, n: number) => `${agent}${n.toString(16).padStart(15, '0')}`;
    for (const agent of [1, 2, 3, 4])
      await connected.helloFrom(`edge-${agent}`, ...Array.from({ length: 1250 }, (_, n) => idOf(agent, n)));
    const socket = connected.wall();
    const parts: { cameras: CameraColumns; first: boolean; last: boolean }[] = [];
    const whole = new Promise<void>(done =>
      socket.on('snapshot', async (part, taken: () => void) => {
        parts.push(part);
        if (part.last) return done();
        // While it draws, it is sent no more.
        await new Promise(resolve => setTimeout(resolve, 100));
        expect(parts.at(-1)).toBe(part);
        taken();
      }),
    );
    await whole;
    const known = parts.flatMap(part => fromColumns(part.cameras).map(({ id }) => id));
    expect(parts.map(part => [fromColumns(part.cameras).length, part.first, part.last])).toEqual([
      [camerasPerPart, true, false],
      [known.length - camerasPerPart, false, true],
    ]);
    expect(new Set(known).size).toBe(known.length);
    expect(known).toContain(idOf(4, 1249));
  });

  it('is told when its session ends', async () => {
    const other = await test.signIn();
    const socket = connected.wall(other);
    await next(socket, 'snapshot');
    const told = next(socket, 'signedOut');
    await test.call('DELETE', '/api/session', { cookie: other });
    await told;
  });
});

describe('the core', () => {
  it('ends at once, though viewers wait for parts that will not come', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    socket.on('startHls', (_request, reply) => reply({ ok: true, value: null }));
    const waiting = get(`/api/hls/${a}/main/source/index.m3u8`).then(
      answer => answer.status,
      () => 'cut off',
    );
    await next(socket, 'startHls');
    const startedMs = performance.now();
    await test.restart();
    expect([503, 'cut off']).toContain(await waiting);
    // Far below the 8 s the viewer would have waited; the database takes its time to end and start.
    expect(performance.now() - startedMs).toBeLessThan(6_000);
  });
});
