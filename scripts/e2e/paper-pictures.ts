// Pictures for cameras on paper: thumbnails of those that are wanted, live units of those that are asked for. Test
// patterns with noise, so that they weigh what a street's pictures weigh.
import { execFileSync } from 'node:child_process';
import type { Socket } from 'socket.io-client';

const variants = 16;
/** A live unit is 320×180, ten a second, some 150 kbit/s. */
const feedFps = 10;
const feedShape = { codec: 'avc1.42c00d', widthPx: 320, heightPx: 180 } as const;
const keyEvery = 20;
/** Thumbnails are spread over their time, as those of real cameras are. */
const slices = 20;

interface Feed {
  readonly socket: Socket;
  unit: number;
  timeMs: number;
}

export class PaperPictures {
  readonly #thumbnails = thumbnails();
  readonly #units = clip();
  readonly #wanted = new Map<Socket, readonly string[]>();
  readonly #feeds = new Map<string, Feed>();
  readonly #everyMs: number;
  readonly #timers: NodeJS.Timeout[];
  #turn = 0;
  #garbled = 0;
  /** Of all pictures and units so far. */
  sentBytes = 0;

  /** `everyMs`: between two thumbnails of a camera. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
    this.#timers = [
      setInterval(() => this.#sendThumbnails(), everyMs / slices),
      setInterval(() => this.#sendUnits(), 1000 / feedFps),
    ];
  }

  /** Cameras of which pictures are wanted, and streams that run. */
  get asked(): { thumbnails: number; feeds: number } {
    const thumbnails = [...this.#wanted.values()].reduce((sum, ids) => sum + ids.length, 0);
    return { thumbnails, feeds: this.#feeds.size };
  }

  /** Answers what the core asks of this agent. */
  serve(socket: Socket): void {
    const done = { ok: true, value: null };
    socket.on('wantThumbnails', ({ cameraIds }: { cameraIds: string[] }, reply) => {
      this.#wanted.set(socket, cameraIds);
      reply(done);
    });
    socket.on('startFeed', ({ cameraId }: { cameraId: string }, reply) => {
      this.#feeds.set(cameraId, { socket, unit: 0, timeMs: 0 });
      reply(done);
    });
    socket.on('stopFeed', ({ cameraId }: { cameraId: string }, reply) => {
      this.#feeds.delete(cameraId);
      reply(done);
    });
    // The core that asked is gone: another one asks anew.
    socket.on('disconnect', () => {
      this.#wanted.delete(socket);
      for (const [cameraId, feed] of this.#feeds) if (feed.socket === socket) this.#feeds.delete(cameraId);
    });
  }

  /** The next so many units of every stream are noise, as from a camera that is failing. */
  garble(units: number): void {
    this.#garbled = units;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #sendThumbnails(): void {
    this.#turn = (this.#turn + 1) % slices;
    const takenMs = Date.now();
    for (const [socket, ids] of this.#wanted)
      for (const [i, cameraId] of ids.entries()) {
        if (i % slices !== this.#turn) continue;
        const jpeg = this.#thumbnails[(i + Math.floor(takenMs / this.#everyMs)) % variants]!;
        this.sentBytes += jpeg.length;
        socket.emit('thumbnail', { cameraId, takenMs, jpeg });
      }
  }

  #sendUnits(): void {
    const isGarbled = this.#garbled > 0;
    if (isGarbled) this.#garbled -= 1;
    for (const [cameraId, feed] of this.#feeds) {
      const unit = this.#units[feed.unit]!;
      const data = isGarbled ? garbled(unit) : unit;
      this.sentBytes += data.length;
      const key = feed.unit % keyEvery === 0;
      feed.socket.emit('feedUnit', { cameraId, ...feedShape, key, timeMs: feed.timeMs, data });
      feed.timeMs += 1000 / feedFps;
      feed.unit = (feed.unit + 1) % this.#units.length;
    }
  }
}

/** 256×144 JPEGs, each of another hue. */
function thumbnails(): Buffer[] {
  return Array.from({ length: variants }, (_, n) =>
    ffmpeg(`testsrc2=s=256x144:r=1,hue=h=${n * 22},noise=alls=18:allf=t`, [
      ...['-ss', String(n), '-frames:v', '1', '-pix_fmt', 'yuvj420p'],
      ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '6'],
    ]),
  );
}

/** Two seconds as access units in Annex B, the first a key frame. */
function clip(): Buffer[] {
  const stream = ffmpeg(`testsrc2=s=320x180:r=${feedFps},noise=alls=6:allf=t`, [
    ...['-t', '2', '-c:v', 'libx264', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-b:v', '150k'],
    ...['-maxrate', '200k', '-bufsize', '200k', '-g', String(keyEvery), '-sc_threshold', '0', '-bf', '0'],
    ...['-x264-params', 'aud=1:repeat-headers=1', '-f', 'h264'],
  ]);
  // Every picture begins with an access unit delimiter (type 9).
  const starts: number[] = [];
  for (let at = 0; at + 4 < stream.length; at++)
    if (stream.readUInt32BE(at) === 1 && (stream[at + 4]! & 0x1f) === 9) starts.push(at);
  return starts.map((at, n) => stream.subarray(at, starts[n + 1] ?? stream.length));
}

/** Its start codes and headers stay, what follows makes no sense. */
function garbled(unit: Buffer): Buffer {
  const noise = Buffer.from(unit);
  for (let at = Math.min(64, noise.length >> 1); at < noise.length; at++) noise[at] = 0xff ^ noise[at]!;
  return noise;
}

function ffmpeg(source: string, output: string[]): Buffer {
  const args = ['-v', 'error', '-nostdin', '-threads', '1', '-f', 'lavfi', '-i', source, ...output, 'pipe:1'];
  return execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
}
