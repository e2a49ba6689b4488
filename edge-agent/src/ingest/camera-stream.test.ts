import { createHash } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { FakeClock } from '@brightwall/kit/clock';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildSenderReport } from '../media/rtcp.ts';
import { openRelay, type Relay } from '../relay/relay.ts';
import { type Encoded, encode } from '../testing/encode.ts';
import { TestPacketiser } from '../testing/rtp.ts';
import { type Request, sdpOf, startTestCamera, type TestCamera } from '../testing/rtsp-camera.ts';
import { until } from '../testing/until.ts';
import { CameraStream, type StreamUser } from './camera-stream.ts';

let video: Encoded;
beforeAll(async () => {
  video = await encode('testsrc2=s=640x360:r=25:d=1', 'h264', ['-g', '10', '-bf', '0']);
});

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function camera(...args: Parameters<typeof startTestCamera>): Promise<TestCamera> {
  const made = await startTestCamera(...args);
  closers.push(() => made.close());
  return made;
}

/** Whose hands the packets go through: this process's own, or the relay's. */
let relay: Relay | null = null;

function streamOf(url: URL, credentials: { username: string; password: string } | null = null) {
  const clock = new FakeClock();
  const stream = new CameraStream({
    profile: 'main',
    url,
    credentials,
    transport: 'auto',
    clockOffsetMs: 0,
    relay,
    clock,
    random: () => 0,
  });
  closers.push(() => stream.close());
  return { stream, clock };
}

const idle: StreamUser = { name: 'test', units: 'none' };

async function failureOf(url: URL): Promise<{ kind: string; detail?: string }> {
  const { stream, clock } = streamOf(url);
  stream.use(idle);
  await until(() => stream.state.kind !== 'connecting', 'a failure');
  const state = stream.state;
  await stream.close();
  expect(clock.pending).toBe(0);
  return state;
}

describe.each([
  ['read here', () => null],
  ['read by the relay', openRelay],
])('CameraStream, %s', (_, open) => {
  beforeEach(() => {
    relay = open();
  });

  it('is live with the first packets, hands them on and gives whole pictures', async () => {
    const cam = await camera(sdpOf(video.sets));
    const { stream } = streamOf(cam.url);
    let packets = 0;
    const keys: boolean[] = [];
    stream.use({
      name: 'test',
      units: 'all',
      onPackets: batch => {
        packets += batch.count;
      },
      onUnit: unit => keys.push(unit.key),
    });
    await until(() => cam.requests.some(r => r.method === 'PLAY'), 'PLAY');
    const sent = video.units.flatMap(unit => new TestPacketiser().unit(unit));
    const rtp = new TestPacketiser();
    cam.send(video.units.flatMap(unit => rtp.unit(unit)));
    await until(() => keys.length === video.units.length, 'all pictures');
    expect(packets).toBe(sent.length);
    expect(keys.filter(Boolean)).toHaveLength(3);
    expect(stream.state.kind).toBe('live');
    expect(stream.facts).toMatchObject({ codec: 'h264', widthPx: 640, heightPx: 360, obstacle: null });
  });

  it('maps media time to wall time by the sender reports', async () => {
    const cam = await camera(sdpOf(video.sets));
    const { stream, clock } = streamOf(cam.url);
    stream.use(idle);
    await until(() => cam.requests.some(r => r.method === 'PLAY'), 'PLAY');
    const epochMs = clock.epochMs() - 80;
    cam.send([buildSenderReport({ ssrc: 1, epochMs, rtpTimestamp: 900_000, packets: 0, octets: 0 })], 1);
    await until(() => stream.capture?.known === true, 'a report');
    expect(stream.capture?.captureMs(900_000 + 9000)).toBeCloseTo(epochMs + 100, 3);
  });

  it('shares one session among its users and ends it a while after the last', async () => {
    const cam = await camera(sdpOf(video.sets));
    const { stream, clock } = streamOf(cam.url);
    let playing = false;
    stream.events.on('playing', () => {
      playing = true;
    });
    const first = stream.use(idle);
    const second = stream.use({ ...idle });
    // Not the request but its answer: a clock that is moved on before it came calls the camera silent.
    await until(() => playing, 'the answer to PLAY');
    first();
    await clock.advance(4000);
    expect(cam.open()).toBe(1);
    cam.send(new TestPacketiser().unit(video.units[0]!));
    await until(() => stream.state.kind === 'live', 'live');
    second();
    await clock.advance(4900);
    expect(stream.running).toBe(true);
    await clock.advance(200);
    expect(stream.running).toBe(false);
    await until(() => cam.requests.some(r => r.method === 'TEARDOWN'), 'TEARDOWN');
    expect(cam.requests.filter(r => r.method === 'PLAY')).toHaveLength(1);
    await clock.advance(1000);
    await until(() => cam.open() === 0, 'the connection closed');
  });

  it('says stalled when nothing comes for five seconds, and connects again', async () => {
    const cam = await camera(sdpOf(video.sets));
    const { stream, clock } = streamOf(cam.url);
    const lost: string[] = [];
    stream.use({ ...idle, onLost: failure => lost.push(failure.kind) });
    const plays = () => cam.requests.filter(r => r.method === 'PLAY').length;
    await until(() => plays() === 1, 'PLAY');
    cam.send(new TestPacketiser().unit(video.units[0]!));
    await until(() => stream.state.kind === 'live', 'live');
    await clock.advance(8000);
    expect(stream.state).toMatchObject({ kind: 'stalled', detail: 'no packet for 5 s' });
    expect(lost).toEqual(['stalled']);
    await until(() => plays() === 2, 'PLAY again');
  });

  it('is live again after the camera was unplugged, within its backoff cap', async () => {
    const cam = await camera(sdpOf(video.sets));
    const { stream, clock } = streamOf(cam.url);
    stream.use(idle);
    const plays = () => cam.requests.filter(r => r.method === 'PLAY').length;
    await until(() => plays() === 1, 'PLAY');
    cam.drop();
    await until(() => stream.state.kind === 'unreachable', 'unreachable');
    await clock.advance(3000);
    await until(() => plays() === 2, 'PLAY again');
    cam.send(new TestPacketiser().unit(video.units[0]!));
    await until(() => stream.state.kind === 'live', 'live again');
  });

  it('signs in by digest, and asks seldom after a wrong password', async () => {
    const challenge = (request: Request) => {
      const ha1 = createHash('md5').update('admin:cam:right').digest('hex');
      const ha2 = createHash('md5')
        .update(`${request.method}:${/ (rtsp:\S+) /.exec(request.text)![1]}`)
        .digest('hex');
      const expected = createHash('md5').update(`${ha1}:n1:${ha2}`).digest('hex');
      if (request.text.includes(`response="${expected}"`)) return null;
      return `RTSP/1.0 401 Unauthorized\r\nCSeq: ${request.cseq}\r\nWWW-Authenticate: Digest realm="cam", nonce="n1"\r\n\r\n`;
    };
    const cam = await camera(sdpOf(video.sets), challenge);
    const good = streamOf(cam.url, { username: 'admin', password: 'right' });
    good.stream.use(idle);
    await until(() => cam.requests.some(r => r.method === 'PLAY'), 'PLAY');
    const bad = streamOf(cam.url, { username: 'admin', password: 'wrong' });
    bad.stream.use(idle);
    await until(() => bad.stream.state.kind === 'auth-failed', 'auth-failed');
    const asked = cam.requests.length;
    await bad.clock.advance(15_000);
    expect(cam.requests.length).toBe(asked);
  });
});

describe('a camera that is none', () => {
  it('closed port: unreachable', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    expect(await failureOf(new URL(`rtsp://127.0.0.1:${port}/x`))).toMatchObject({
      kind: 'unreachable',
      detail: 'ECONNREFUSED',
    });
  });

  it('never answers: unreachable', async () => {
    const cam = await camera('', () => '');
    const { stream, clock } = streamOf(cam.url);
    stream.use(idle);
    await until(() => cam.requests.length === 1, 'a request under way');
    await clock.advance(5100);
    await until(() => stream.state.kind === 'unreachable', 'unreachable');
    expect(stream.state.detail).toBe('no answer to DESCRIBE within 5 s');
  });

  it('speaks HTTP: bad answer', async () => {
    const cam = await camera('', () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    expect(await failureOf(cam.url)).toMatchObject({ kind: 'bad-answer' });
  });

  it('sends noise without end: bad answer, and it is not kept', async () => {
    const cam = await camera('', () => Buffer.alloc(1024 * 1024, 'RTSP/1.0 200 OK\r\nx: y\r\n'));
    expect(await failureOf(cam.url)).toMatchObject({ kind: 'bad-answer' });
    await until(() => cam.open() === 0, 'the connection closed');
  });

  it('announces a body of 50 MB: bad answer', async () => {
    const cam = await camera(
      '',
      r => `RTSP/1.0 200 OK\r\nCSeq: ${r.cseq}\r\nContent-Length: 52428800\r\n\r\n`,
    );
    expect(await failureOf(cam.url)).toMatchObject({
      kind: 'bad-answer',
      detail: 'RTSP Content-Length 52428800',
    });
  });

  it('has sound only: bad stream', async () => {
    const cam = await camera('v=0\r\nm=audio 0 RTP/AVP 0\r\n');
    expect((await failureOf(cam.url)).kind).toBe('bad-stream');
  });

  it('has parameter sets of nonsense: bad stream', async () => {
    const nonsense = {
      sps: Uint8Array.of(0x67, 100, 0, 0, 0, 0, 0, 0, 0),
      pps: Uint8Array.of(0x68, 1, 2, 3),
    };
    const cam = await camera(sdpOf(nonsense));
    expect((await failureOf(cam.url)).kind).toBe('bad-stream');
  });

  it('has a codec nobody knows: unsupported codec, by name', async () => {
    const cam = await camera(sdpOf(video.sets, 'X-MYSTERY9'));
    expect(await failureOf(cam.url)).toMatchObject({ kind: 'unsupported-codec', detail: 'X-MYSTERY9' });
  });
});
