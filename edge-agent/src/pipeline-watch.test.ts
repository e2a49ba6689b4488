// More cameras than have their streams open: simulated cameras on one side, a core's socket on the other.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@brightwall/kit/clock';
import type { CameraReport } from '@brightwall/protocol/camera';
import type { StateChange, Thumbnail } from '@brightwall/protocol/edge-messages';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import { pino } from 'pino';
import sharp from 'sharp';
import { Server, type Socket } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { Pipeline } from './pipeline.ts';
import { openRelay } from './relay/relay.ts';
import { until } from './testing/until.ts';

const count = 40;
const off = { ...defaultPlateSetup, enabled: false };
const dataFolder = mkdtempSync(join(tmpdir(), 'brightwall-edge-'));
let simulator: ChildProcess;
let controlPort = 0;
let io: Server;
let agent: Socket;
let pipeline: Pipeline;
const cameras = new Map<string, CameraReport>();
let thumbnails: Thumbnail[] = [];

beforeAll(async () => {
  const main = new URL('../../simulator/src/main.ts', import.meta.url).pathname;
  const ports = ['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']);
  simulator = spawn(process.execPath, [main, '--cameras', String(2 * count), '--segments', '2', ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let ready = {
    controlPort: 0,
    discoveryPorts: [0],
    username: '',
    password: '',
    cameras: [{ rtspMain: '' }],
  };
  for await (const line of createInterface({ input: simulator.stdout! }))
    if (line.startsWith('READY ')) {
      ready = JSON.parse(line.slice(6));
      break;
    }
  controlPort = ready.controlPort;
  const http = createServer();
  io = new Server(http, { maxHttpBufferSize: 16 * 1024 * 1024 });
  io.of('/edge').on('connection', socket => {
    agent = socket;
    socket.on('hello', (_hello, reply) => reply({ ok: true, value: { accepted: 0 } }));
    socket.on('camera', report => cameras.set(report.id, report));
    socket.on('state', ({ cameraId, state }: StateChange) => {
      const report = cameras.get(cameraId);
      if (report) cameras.set(cameraId, { ...report, state });
    });
    socket.on('thumbnail', thumbnail => thumbnails.push(thumbnail));
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const config = parseConfig(
    `agentId: many
core: { url: "http://127.0.0.1:${(http.address() as AddressInfo).port}", token: t }
data: ${dataFolder}
plates: { enabled: false }
onvif:
  multicast: false
  probe: ["127.0.0.1:${ready.discoveryPorts[1]}"]
  credentials: [{ username: ${ready.username}, password: ${ready.password} }]
cameras:
  - main: ${ready.cameras[0]!.rtspMain}
    username: ${ready.username}
    password: ${ready.password}
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

const ask = (message: string, request: object) =>
  new Promise(resolve => agent.emit(message, request, resolve));
const running = () => [...pipeline.cameras.values()].filter(camera => camera.watchStream?.running);
const idsOf = (source: 'onvif' | 'rtsp') =>
  [...cameras.values()].filter(camera => camera.source === source).map(({ id }) => id);
async function viewers(): Promise<number> {
  const all = (await (await fetch(`http://127.0.0.1:${controlPort}/cameras`)).json()) as {
    viewers: { main: number; sub: number };
  }[];
  return all.reduce((sum, camera) => sum + camera.viewers.main + camera.viewers.sub, 0);
}

describe('an agent of many cameras', () => {
  it('finds those of its own network segment, live, and keeps no stream of them open', async () => {
    await until(() => cameras.size === count + 1, 'all found', 20_000);
    await until(() => [...cameras.values()].every(({ state }) => state.kind === 'live'), 'all live');
    // Every second of the simulator's cameras stands in the second segment.
    const found = [...cameras.values()].filter(({ source }) => source === 'onvif');
    expect(found.map(({ serial }) => Number(serial!.slice(-8)) % 2)).not.toContain(1);
    await until(() => running().length === 0, 'all closed', 10_000);
    expect(await viewers()).toBe(0);
    expect(thumbnails).toEqual([]);
  }, 40_000);

  it('sends pictures of those that are wanted, by HTTP, what is masked black, and of nobody else', async () => {
    const [masked, plain, untold] = idsOf('onvif') as [string, string, string];
    const masks = [
      [
        [0, 0],
        [0.5, 0],
        [0, 0.5],
      ],
    ];
    await ask('setPlateSetup', { cameraId: masked, setup: { ...off, masks } });
    await ask('setPlateSetup', { cameraId: plain, setup: off });
    expect(await ask('wantThumbnails', { cameraIds: [masked, plain, untold, 'f'.repeat(16)] })).toEqual({
      ok: true,
      value: null,
    });
    const of = (id: string) => thumbnails.filter(({ cameraId }) => cameraId === id);
    await until(() => of(masked).length > 2 && of(plain).length > 2, 'pictures', 8000);
    const [first, second] = of(plain) as [Thumbnail, Thumbnail];
    expect(Math.abs(second.takenMs - first.takenMs - 2000)).toBeLessThan(500);
    expect(await sharp(first.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 256, height: 144 });
    const corner = await sharp(of(masked)[0]!.jpeg)
      .extract({ left: 0, top: 0, width: 40, height: 40 })
      .raw()
      .toBuffer();
    expect(Math.max(...corner)).toBeLessThan(12);
    expect(new Set(thumbnails.map(({ cameraId }) => cameraId))).toEqual(new Set([masked, plain]));
    expect(await viewers()).toBe(0);

    await ask('wantThumbnails', { cameraIds: [] });
    await new Promise(resolve => setTimeout(resolve, 200));
    thumbnails = [];
    await new Promise(resolve => setTimeout(resolve, 2500));
    expect(thumbnails).toEqual([]);
  }, 20_000);

  it('takes them from the stream of a camera that gives none by HTTP, while they are wanted', async () => {
    const cameraId = idsOf('rtsp')[0]!;
    await ask('setPlateSetup', { cameraId, setup: off });
    await ask('wantThumbnails', { cameraIds: [cameraId] });
    await until(() => thumbnails.length > 0, 'a picture', 10_000);
    expect(running().map(({ id }) => id)).toEqual([cameraId]);
    await ask('wantThumbnails', { cameraIds: [] });
    await until(() => running().length === 0, 'closed', 8000);
  }, 30_000);

  it('refuses to want what are no cameras’ ids', async () => {
    for (const wrong of [null, {}, { cameraIds: ['x'] }, { cameraIds: 'f'.repeat(16) }])
      expect(await ask('wantThumbnails', wrong as object)).toMatchObject({ error: { code: 'bad-request' } });
  });
});
