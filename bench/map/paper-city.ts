// A process that is many edge agents whose cameras stand on paper only, with pictures: thumbnails of those that are
// wanted, live units of those that are asked for. What pages and the core make of a city is measured with it,
// without the cost of cameras on the same two cores.
//
// Cameras are numbered from 1; "add N" on stdin makes them N in all, and is answered with a line "ADDED n".
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { CameraReport } from '@brightwall/protocol/camera';
import { edgeProtocolVersion } from '@brightwall/protocol/edge-messages';
import sharp from 'sharp';
import { io, type Socket } from 'socket.io-client';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'token-file': { type: 'string' },
    places: { type: 'string' },
    'thumbnail-ms': { type: 'string', default: '1000' },
  },
});
const thumbnailMs = Number(values['thumbnail-ms']);
const token = readFileSync(values['token-file'] as string, 'utf8').trim();
const places = JSON.parse(readFileSync(values.places as string, 'utf8')) as {
  name: string;
  lon: number;
  lat: number;
  headingDeg: number;
}[];

/** What one agent says in one greeting at most. */
const perAgent = 256;
const feedFps = 10;
const variants = 16;
const idOf = (n: number) => createHash('sha256').update(`paper-${n}`).digest('hex').slice(0, 16);

/** Pictures with as much in them as a street has: a test pattern, noise over it, another for each variant. */
async function thumbnails(): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: variants }, (_, n) =>
      sharp(
        ffmpeg(
          ['-f', 'lavfi', '-i', `testsrc2=s=256x144:r=1,hue=h=${n * 22},noise=alls=18:allf=t`],
          ['-ss', String(n), '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png'],
        ),
      )
        .jpeg({ quality: 70 })
        .toBuffer(),
    ),
  );
}

/** Two seconds of 320×180 at 10 fps, some 150 kbit/s, as access units in Annex B. */
function clip(): { key: boolean; data: Buffer }[] {
  const stream = ffmpeg(
    ['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=${feedFps},noise=alls=6:allf=t`],
    [
      ...['-t', '2', '-c:v', 'libx264', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-b:v', '150k'],
      ...[
        '-maxrate',
        '200k',
        '-bufsize',
        '200k',
        '-g',
        '20',
        '-bf',
        '0',
        '-x264-params',
        'aud=1:repeat-headers=1',
      ],
      ...['-f', 'h264'],
    ],
  );
  // Every picture begins with an access unit delimiter (type 9).
  const starts: number[] = [];
  for (let i = 0; i + 4 < stream.length; i++)
    if (stream.readUInt32BE(i) === 1 && (stream[i + 4]! & 0x1f) === 9) starts.push(i);
  return starts.map((at, n) => {
    const data = stream.subarray(at, starts[n + 1] ?? stream.length);
    return { key: n % 20 === 0, data };
  });
}

function ffmpeg(input: string[], output: string[]): Buffer {
  const args = ['-v', 'error', '-nostdin', '-threads', '1', ...input, ...output, 'pipe:1'];
  return execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
}

const pictures = await thumbnails();
const units = clip();
const wanted = new Map<string, { socket: Socket; ids: string[] }>();
const feeds = new Map<string, { socket: Socket; unit: number; timeMs: number }>();
let cameras = 0;
let turn = 0;

function camera(n: number): CameraReport {
  const place = places[(n - 1) % places.length]!;
  return {
    id: idOf(n),
    name: place.name,
    source: 'onvif',
    address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    manufacturer: 'Paper',
    model: 'P-IPC',
    firmware: null,
    serial: `P${n}`,
    mac: null,
    ptz: false,
    code: null,
    clockOffsetMs: 0,
    streams: [],
    place: { lon: place.lon, lat: place.lat, headingDeg: place.headingDeg },
    state: { kind: 'live', sinceMs: Date.now() },
  };
}

async function greet(from: number, until: number): Promise<void> {
  const agentId = `paper-${from}`;
  const socket = io(`${values.url}/edge`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { agentId, token },
  });
  await new Promise<void>(resolve => socket.once('connect', resolve));
  const done = { ok: true, value: null };
  socket.on('wantThumbnails', ({ cameraIds }: { cameraIds: string[] }, reply) => {
    wanted.set(agentId, { socket, ids: cameraIds });
    reply(done);
  });
  socket.on('startFeed', ({ cameraId }: { cameraId: string }, reply) => {
    feeds.set(cameraId, { socket, unit: 0, timeMs: 0 });
    reply(done);
  });
  socket.on('stopFeed', ({ cameraId }: { cameraId: string }, reply) => {
    feeds.delete(cameraId);
    reply(done);
  });
  socket.on('setPlateSetup', (_change, reply) => reply(done));
  const own = Array.from({ length: until - from }, (_, i) => camera(from + i + 1));
  await socket.emitWithAck('hello', { version: edgeProtocolVersion, name: agentId, cameras: own });
}

/** Thumbnails are spread over their second, as those of real cameras are. */
const slices = 20;
setInterval(() => {
  turn = (turn + 1) % slices;
  const takenMs = Date.now();
  for (const { socket, ids } of wanted.values())
    for (const [i, cameraId] of ids.entries())
      if (i % slices === turn) {
        const jpeg = pictures[(i + Math.floor(takenMs / thumbnailMs)) % variants];
        socket.emit('thumbnail', { cameraId, takenMs, jpeg });
      }
}, thumbnailMs / slices);

setInterval(() => {
  for (const [cameraId, feed] of feeds) {
    const { key, data } = units[feed.unit]!;
    const shape = { codec: 'avc1.42c00d', widthPx: 320, heightPx: 180 };
    feed.socket.emit('feedUnit', { cameraId, ...shape, key, timeMs: feed.timeMs, data });
    feed.timeMs += 1000 / feedFps;
    feed.unit = (feed.unit + 1) % units.length;
  }
}, 1000 / feedFps);

createInterface({ input: process.stdin }).on('line', async line => {
  const until = Number(line.split(' ')[1]);
  while (cameras < until) {
    const to = Math.min(until, cameras + perAgent);
    await greet(cameras, to);
    cameras = to;
  }
  process.stdout.write(`ADDED ${cameras}\n`);
});
process.on('SIGTERM', () => process.exit(0));
process.stdout.write(`READY ${JSON.stringify({ units: units.length })}\n`);
