// Turns key frames of many cameras into small pictures with one long-lived ffmpeg per codec: a process per
// picture would cost 60–100 ms of CPU each time, for 16 cameras every 2 s more than half a core.
//
// Which picture is whose is never guessed by order: each goes in as a Matroska frame with a time of its own,
// and ffmpeg tells the time of every picture it puts out (framecrc on a second pipe). A decoder may hold back
// pictures until more come (streams with B frames), so a picture that waits is pushed out by copies of the
// last frame, whose times nobody waits for. (`-fflags nobuffer` must not be set: it loses the first picture.)
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { AccessUnit, NalCodec, ParameterSets } from '../media/access-unit.ts';
import { decoderConfig, lengthPrefixed } from '../media/decoder-config.ts';
import { matroskaFrame, matroskaHeader } from '../media/matroska.ts';

export const thumbnailSize = { widthPx: 256, heightPx: 144 } as const;
const pictureBytes = thumbnailSize.widthPx * thumbnailSize.heightPx * 3;
const pushAfterMs = 120;
const maxPushes = 12;
const giveUpMs = 3000;
const maxWaiting = 64;
/** Apart far enough that no rounding inside ffmpeg makes two of them one. */
const stepMs = 40;

interface Job {
  resolve(rgb: Buffer): void;
  reject(error: Error): void;
  readonly frame: Uint8Array;
  pushes: number;
  readonly sinceMs: number;
}

export class KeyFrameDecoder {
  restarts = 0;
  #codec: NalCodec;
  #clock: Clock;
  #process: ChildProcess | null = null;
  #jobs = new Map<number, Job>();
  #timeMs = 0;
  #pixels: Buffer[] = [];
  #pixelBytes = 0;
  #times: number[] = [];
  #timeText = '';
  #timer: Timer | null = null;

  constructor(codec: NalCodec, clock: Clock) {
    this.#codec = codec;
    this.#clock = clock;
  }

  /** 256×144 RGB, the middle of the picture at full height or width. Rejects when it cannot be decoded. */
  decode(unit: AccessUnit, sets: ParameterSets): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#jobs.size >= maxWaiting) return reject(new Error('the decoder is behind'));
      try {
        if (!this.#process) this.#start(sets);
      } catch (error) {
        return reject(error instanceof Error ? error : new Error(String(error)));
      }
      const frame = lengthPrefixed(withParameterSets(unit, sets));
      const timeMs = this.#write(frame);
      this.#jobs.set(timeMs, { resolve, reject, frame, pushes: 0, sinceMs: this.#clock.monotonicMs() });
      this.#timer ??= this.#clock.after(pushAfterMs, () => this.#push());
    });
  }

  close(): void {
    this.#end('closed');
  }

  #write(frame: Uint8Array): number {
    this.#timeMs += stepMs;
    this.#process?.stdin?.write(matroskaFrame(frame, this.#timeMs, true));
    return this.#timeMs;
  }

  #start(sets: ParameterSets): void {
    const { widthPx, heightPx } = thumbnailSize;
    const header = matroskaHeader(this.#codec, decoderConfig(this.#codec, sets), widthPx, heightPx);
    const scale = `scale=${widthPx}:${heightPx}:force_original_aspect_ratio=increase:flags=bilinear`;
    const out = ['-vsync', 'passthrough', '-enc_time_base', '1:1000', '-flush_packets', '1'];
    const process = spawn(
      'ffmpeg',
      [
        ...['-v', 'error', '-nostdin', '-copyts', '-flags', 'low_delay', '-threads', '1'],
        ...['-probesize', '32', '-analyzeduration', '0', '-f', 'matroska', '-i', 'pipe:0'],
        '-filter_complex_threads',
        '1',
        '-filter_complex',
        `[0:v]${scale},crop=${widthPx}:${heightPx},format=rgb24,split[a][b]`,
        ...['-map', '[a]', ...out, '-f', 'rawvideo', 'pipe:1'],
        ...['-map', '[b]', ...out, '-f', 'framecrc', 'pipe:3'],
      ],
      { stdio: ['pipe', 'pipe', 'ignore', 'pipe'] },
    );
    this.#process = process;
    this.#timeMs = 1000;
    // A pipe to a process that was killed answers EPIPE; its 'exit' says so already.
    process.stdin!.on('error', () => {});
    process.on('error', error => this.#process === process && this.#end(error.message));
    process.on('exit', () => this.#process === process && this.#end('the decoder ended'));
    process.stdout!.on('data', chunk => this.#process === process && this.#handlePixels(chunk));
    (process.stdio[3] as Readable).on('data', chunk => this.#process === process && this.#handleTimes(chunk));
    process.stdin!.write(header);
  }

  #handlePixels(chunk: Buffer): void {
    this.#pixels.push(chunk);
    this.#pixelBytes += chunk.length;
    this.#match();
  }

  /** Lines of framecrc: "stream, dts, pts, duration, size, checksum". */
  #handleTimes(chunk: Buffer): void {
    this.#timeText += chunk.toString('latin1');
    const lines = this.#timeText.split('\n');
    this.#timeText = lines.pop()!.slice(-1000);
    for (const line of lines) if (!line.startsWith('#')) this.#times.push(Number(line.split(',')[2]));
    this.#match();
  }

  /** The n-th picture belongs to the n-th time: both pipes carry the same pictures in the same order. */
  #match(): void {
    while (this.#times.length > 0 && this.#pixelBytes >= pictureBytes) {
      const all = this.#pixels.length === 1 ? this.#pixels[0]! : Buffer.concat(this.#pixels);
      const picture = all.subarray(0, pictureBytes);
      const rest = all.subarray(pictureBytes);
      this.#pixels = rest.length > 0 ? [rest] : [];
      this.#pixelBytes = rest.length;
      const timeMs = this.#times.shift()!;
      const job = this.#jobs.get(timeMs);
      this.#jobs.delete(timeMs);
      job?.resolve(Buffer.from(picture));
      // Pictures come out in order of time: what was to come before this one has failed.
      for (const [earlierMs, earlier] of this.#jobs) {
        if (earlierMs > timeMs) break;
        this.#jobs.delete(earlierMs);
        earlier.reject(new Error('the key frame cannot be decoded'));
      }
    }
    if (this.#jobs.size === 0) {
      this.#timer?.cancel();
      this.#timer = null;
    }
  }

  /** Something waits: push it out, or give it up with the process. */
  #push(): void {
    this.#timer = null;
    const [, oldest] = this.#jobs.entries().next().value ?? [];
    if (!oldest) return;
    if (this.#clock.monotonicMs() - oldest.sinceMs > giveUpMs || oldest.pushes >= maxPushes) {
      // The others in the queue are not to blame, but go with the process; their next key frame comes soon.
      this.restarts += 1;
      this.#end('the key frame cannot be decoded');
      return;
    }
    const newest = [...this.#jobs.values()].at(-1)!;
    for (let copies = 0; copies < 3; copies++) this.#write(newest.frame);
    oldest.pushes += 3;
    this.#timer = this.#clock.after(pushAfterMs, () => this.#push());
  }

  #end(why: string): void {
    const process = this.#process;
    this.#process = null;
    process?.kill('SIGKILL');
    this.#timer?.cancel();
    this.#timer = null;
    this.#pixels = [];
    this.#pixelBytes = 0;
    this.#times = [];
    this.#timeText = '';
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    const oldest = jobs.shift();
    oldest?.reject(new Error(why));
    for (const job of jobs) job.reject(new DecoderRestarted());
  }
}

/** The decoder was restarted because of another camera's picture. */
export class DecoderRestarted extends Error {
  constructor() {
    super('the decoder was restarted');
    this.name = 'DecoderRestarted';
  }
}

function withParameterSets(unit: AccessUnit, sets: ParameterSets): Uint8Array[] {
  const first = [sets.vps, sets.sps, sets.pps].filter(set => set !== null);
  // In front of those in band, which then override them: the decoder has just seen another camera's.
  return [...first, ...unit.nals];
}
