// The agent as a whole between real peers: simulated cameras on one side, a core's socket on the other.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@brightwall/kit/clock';
import type { CameraReport, CameraState } from '@brightwall/protocol/camera';
import type {
  FeedUnitMessage,
  HlsInit,
  HlsPart,
  PassageDelivery,
  Published,
  StateChange,
  Thumbnail,
} from '@brightwall/protocol/edge-messages';
import type { Reply } from '@brightwall/protocol/errors';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import { pino } from 'pino';
import sharp from 'sharp';
import { Server, type Socket } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SrtpSession } from 'werift-rtp';
import { parseConfig } from './config.ts';
import { splitAnnexB } from './media/annexb.ts';
import { Depacketiser } from './media/depacketise.ts';
import { emptyRtpView, parseRtp } from './media/rtp.ts';
import { Pipeline } from './pipeline.ts';
import { openRelay } from './relay/relay.ts';
import { testPassage } from './testing/passages.ts';
import { until } from './testing/until.ts';

interface SimReady {
  controlPort: number;
  discoveryPort: number;
  username: string;
  password: string;
}

let simulator: ChildProcess;
let ready: SimReady;
let io: Server;
let agent: Socket;
let pipeline: Pipeline;
const dataFolder = mkdtempSync(join(tmpdir(), 'brightwall-edge-'));
const passages: PassageDelivery[] = [];
const cameras = new Map<string, CameraReport>();
const states = new Map<string, CameraState[]>();
const thumbnails: Thumbnail[] = [];
const hls: { inits: HlsInit[]; parts: HlsPart[] } = { inits: [], parts: [] };
const ended: string[] = [];
const units: FeedUnitMessage[] = [];

beforeAll(async () => {
  const main = new URL('../../simulator/src/main.ts', import.meta.url).pathname;
  const ports = ['--rtsp-port', '0', '--http-port', '0', '--control-port', '0', '--discovery-port', '0'];
  simulator = spawn(process.execPath, [main, '--cameras', '2', ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: simulator.stdout! }))
    if (line.startsWith('READY ')) {
      ready = JSON.parse(line.slice(6));
      break;
    }
  const http = createServer();
  io = new Server(http, { maxHttpBufferSize: 16 * 1024 * 1024 });
  io.of('/edge').on('connection', socket => {
    agent = socket;
    const note = (report: CameraReport) => cameras.set(report.id, report);
    socket.on('hello', (hello, reply) => {
      hello.cameras.forEach(note);
      reply({ ok: true, value: { accepted: hello.cameras.length } });
    });
    socket.on('camera', note);
    socket.on('state', ({ cameraId, state }: StateChange) =>
      states.set(cameraId, [...(states.get(cameraId) ?? []), state]),
    );
    socket.on('thumbnail', thumbnail => thumbnails.push(thumbnail));
    socket.on('hlsInit', init => hls.inits.push(init));
    socket.on('feedUnit', unit => units.push(unit));
    socket.on('feedEnded', ({ cameraId }) => ended.push(`feed ${cameraId}`));
    socket.on('hlsPart', part => hls.parts.push(part));
    socket.on('time', (_request, reply) => reply({ ok: true, value: { epochMs: Date.now() + 5_000 } }));
    socket.on('passage', (delivery: PassageDelivery, reply) => {
      passages.push(delivery);
      reply({ ok: true, value: null });
    });
    socket.on('publishEnded', ({ publishId }) => ended.push(publishId));
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const config = parseConfig(
    `agentId: test
core: { url: "http://127.0.0.1:${(http.address() as AddressInfo).port}", token: t }
data: ${dataFolder}
onvif:
  multicast: false
  probe: ["127.0.0.1:${ready.discoveryPort}"]
  credentials: [{ username: ${ready.username}, password: wrong }, { username: ${ready.username}, password: ${ready.password} }]
`,
    'test.yaml',
  );
  pipeline = new Pipeline(config, openRelay(), systemClock, pino({ level: 'silent' }));
  await pipeline.start();
}, 60_000);

afterAll(async () => {
  await pipeline?.close();
  await io?.close();
  simulator?.kill();
  if (simulator && simulator.exitCode === null) await once(simulator, 'exit');
  rmSync(dataFolder, { recursive: true });
});

const live = (id: string) => states.get(id)?.at(-1)?.kind === 'live';
const ids = () => [...cameras.keys()];
const first = () => [...cameras.values()].sort((a, b) => a.serial!.localeCompare(b.serial!))[0]!.id;

function ask<T>(message: string, request: object): Promise<Reply<T>> {
  return new Promise(resolve => agent.emit(message, request, resolve));
}

/** Receives a published stream as the core would. */
async function receive(cameraId: string, publishId: string) {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const waiting: Buffer[] = [];
  let handle = (packet: Buffer) => void waiting.push(packet);
  socket.on('message', packet => handle(packet));
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  const key = randomBytes(30);
  const answer = await ask<Published>('publish', {
    publishId,
    cameraId,
    profile: 'sub',
    host: null,
    port: socket.address().port,
    srtp: { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: key.toString('base64') },
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  const master = Buffer.from(answer.value.srtp.keyBase64, 'base64');
  const keys = { localMasterKey: key.subarray(0, 16), localMasterSalt: key.subarray(16) };
  const session = new SrtpSession({
    keys: { ...keys, remoteMasterKey: master.subarray(0, 16), remoteMasterSalt: master.subarray(16) },
    profile: 1,
  });
  const seen = { pictures: 0, keyFrames: 0, published: answer.value };
  const depacketiser = new Depacketiser(
    'h264',
    { vps: null, sps: null, pps: null },
    {
      onUnit: unit => {
        seen.pictures += 1;
        if (unit.key) seen.keyFrames += 1;
      },
      onParameterSets: () => {},
    },
  );
  const view = emptyRtpView();
  handle = packet => {
    // RTCP has packet types 192–223 where RTP has marker and payload type (RFC 5761 §4).
    if (packet[1]! >= 192 && packet[1]! <= 223) return;
    const plain = session.decrypt(packet);
    if (parseRtp(plain, 0, plain.length, view)) depacketiser.handlePacket(plain, view);
  };
  for (const packet of waiting) handle(packet);
  return { seen, close: () => new Promise<void>(resolve => socket.close(resolve)) };
}

describe('the edge agent', () => {
  it('brings passages to the core, by a clock it has compared, and forgets them', async () => {
    const { outbox, coreClock } = pipeline.passages!;
    const one = testPassage('f'.repeat(16));
    await outbox.put(one.passage, one.pictures);
    await until(() => outbox.held.passages === 0, 'delivered');
    expect(passages[0]!.passage).toEqual(one.passage);
    expect(passages[0]!.pictures.map(({ jpeg }) => Buffer.from(jpeg))).toEqual(
      one.pictures.map(({ jpeg }) => Buffer.from(jpeg)),
    );
    await until(() => coreClock.offsetMs !== null, 'the clock');
    expect(Math.abs(coreClock.offsetMs! - 5_000)).toBeLessThan(500);
  });

  it('keeps on its disk how plates are read, and knows who looks', async () => {
    await until(() => cameras.size === 2, 'two cameras', 20_000);
    const cameraId = first();
    const setup = {
      ...defaultPlateSetup,
      masks: [
        [
          [0, 0],
          [0.5, 0],
          [0, 0.5],
        ],
      ],
    };
    const { setups } = pipeline.passages!;
    expect(setups.setup(cameraId).enabled).toBe(false);
    expect(await ask('setPlateSetup', { cameraId, setup })).toEqual({ ok: true, value: null });
    expect(setups.setup(cameraId)).toEqual(setup);
    expect(readFileSync(join(dataFolder, 'plate-setups.json'), 'utf8')).toContain(cameraId);
    for (const wrong of [null, { cameraId }, { cameraId, setup: { ...setup, masks: [[[0, 0]]] } }])
      expect(await ask('setPlateSetup', wrong as object)).toMatchObject({ error: { code: 'bad-request' } });

    expect(await ask('watchPlates', { cameraId, on: true })).toEqual({ ok: true, value: null });
    expect(pipeline.passages!.isWatched(cameraId)).toBe(true);
    expect(await ask('watchPlates', { cameraId: 'f'.repeat(16), on: true })).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await ask('watchPlates', { cameraId, on: 'yes' })).toMatchObject({
      error: { code: 'bad-request' },
    });
    await ask('watchPlates', { cameraId, on: false });
    expect(pipeline.passages!.isWatched(cameraId)).toBe(false);
  });

  it('finds the cameras over ONVIF, reads their cards, and says they are live', async () => {
    await until(() => cameras.size === 2 && ids().every(live), 'two live cameras', 20_000);
    for (const camera of cameras.values()) {
      expect(camera).toMatchObject({ source: 'onvif', manufacturer: 'Brightwall Simulator' });
      expect(camera.place?.headingDeg).not.toBeNull();
      expect(Math.abs(camera.clockOffsetMs!)).toBeLessThan(1500);
      expect(camera.streams.map(s => [s.profile, s.widthPx])).toEqual([
        ['main', 1280],
        ['sub', 640],
      ]);
    }
  }, 30_000);

  it('sends a thumbnail of each whose masks it knows, what is masked black', async () => {
    const masked = first();
    const other = ids().find(id => id !== masked)!;
    await until(() => thumbnails.some(t => t.cameraId === masked), 'a thumbnail', 10_000);
    expect(thumbnails.every(t => t.cameraId === masked)).toBe(true);
    await ask('setPlateSetup', { cameraId: other, setup: { ...defaultPlateSetup, enabled: false } });
    await until(() => thumbnails.some(t => t.cameraId === other), 'the other', 10_000);
    const { jpeg } = thumbnails.find(t => t.cameraId === masked)!;
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 256, height: 144 });
    const corner = await sharp(jpeg).extract({ left: 0, top: 0, width: 40, height: 40 }).raw().toBuffer();
    expect(Math.max(...corner)).toBeLessThan(12);
  }, 25_000);

  it('publishes a stream on demand, its first key frame at once, and stops when told', async () => {
    const startMs = performance.now();
    const { seen, close } = await receive(first(), 'p1');
    await until(() => seen.keyFrames >= 1, 'a key frame', 2000);
    // The sub stream has a key frame every 2 s: sooner means that the camera was asked for one.
    expect(performance.now() - startMs).toBeLessThan(1500);
    await until(() => seen.pictures >= 30, 'pictures');
    expect(seen.published.transcoded).toBe(false);
    expect(await ask('unpublish', { publishId: 'p1' })).toEqual({ ok: true, value: null });
    await close();
  }, 20_000);

  it('pushes HLS on demand', async () => {
    const ref = { cameraId: first(), profile: 'sub', rendition: 'source' };
    expect(await ask('startHls', ref)).toEqual({ ok: true, value: null });
    await until(() => hls.parts.some(part => part.last), 'a whole segment', 10_000);
    expect(hls.inits[0]).toMatchObject({ ...ref, widthPx: 640, heightPx: 360 });
    expect(hls.parts[0]).toMatchObject({ ...ref, part: 0, independent: true });
    expect(Math.abs(hls.parts[0]!.startMs - Date.now())).toBeLessThan(8000);
    expect(await ask('stopHls', ref)).toEqual({ ok: true, value: null });
  }, 20_000);

  it('feeds the map on demand: a key frame with its parameter sets at once, then every unit, until told', async () => {
    const cameraId = first();
    const startMs = performance.now();
    expect(await ask('startFeed', { cameraId })).toEqual({ ok: true, value: null });
    await until(() => units.length > 0, 'a unit', 2000);
    expect(performance.now() - startMs).toBeLessThan(1500);
    expect(units[0]).toMatchObject({ cameraId, key: true, widthPx: 640, heightPx: 360 });
    expect(units[0]!.codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
    const types = splitAnnexB(units[0]!.data).map(nal => nal[0]! & 0x1f);
    expect([types.includes(7), types.includes(8), types.at(-1)]).toEqual([true, true, 5]);
    await until(() => units.length >= 31, 'two seconds of units', 5000);
    // 15 a second, as the camera sends them.
    const spentMs = units[30]!.timeMs - units[0]!.timeMs;
    expect(Math.abs(spentMs - 2000)).toBeLessThan(5);
    expect(await ask('startFeed', { cameraId })).toEqual({ ok: true, value: null });
    expect(await ask('stopFeed', { cameraId })).toEqual({ ok: true, value: null });
    const { length } = units;
    await ask('stopFeed', { cameraId });
    expect(units.length).toBe(length);
    expect(await ask('startFeed', { cameraId: 'f'.repeat(16) })).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await ask('startFeed', {})).toMatchObject({ error: { code: 'bad-request' } });
  }, 20_000);

  it('tells of an unplugged camera, ends its publish, and is live again within ten seconds of its return', async () => {
    const id = first();
    const { close } = await receive(id, 'p2');
    await ask('startFeed', { cameraId: id });
    const control = (verb: string) =>
      fetch(`http://127.0.0.1:${ready.controlPort}/cameras/sim-001/${verb}`, { method: 'POST' });
    expect((await control('unplug')).ok).toBe(true);
    await until(() => !live(id), 'not live', 10_000);
    expect(ended.sort()).toEqual([`feed ${id}`, 'p2']);
    expect(await ask('publish', { publishId: 'bad' })).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    const backMs = performance.now();
    expect((await control('plug')).ok).toBe(true);
    await until(() => live(id), 'live again', 10_000);
    expect(performance.now() - backMs).toBeLessThan(10_000);
    await close();
  }, 40_000);

  it('asks a camera for key frames though its clock was set, and tells how far it is off', async () => {
    const id = first();
    const url = `http://127.0.0.1:${ready.controlPort}/cameras/sim-001/clock`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ offsetMs: 3_600_000 }) });
    expect(answer.ok).toBe(true);
    const { seen, close } = await receive(id, 'p3');
    await until(() => seen.keyFrames >= 1, 'a key frame', 5000);
    await until(
      () => Math.abs(cameras.get(id)!.clockOffsetMs! - 3_600_000) < 1500,
      'the new offset told',
      5000,
    );
    expect(await ask('unpublish', { publishId: 'p3' })).toEqual({ ok: true, value: null });
    await close();
  }, 20_000);
});
