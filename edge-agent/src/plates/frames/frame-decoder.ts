// Decodes one stream of a camera while its pictures are needed, with one long-lived ffmpeg: starting one costs
// 60–100 ms of CPU, as much as two seconds of video.
//
// Every picture must be decoded, few are looked at: which ones is said by their times. A picture that is wanted
// goes in with a time that four divides, all others with one that it does not; a filter lets the former out.
// So the rate can change from one picture to the next, and a group of pictures is caught up with in silence.
// Which picture is whose is told by a second pipe, as in snapshot/key-frame-decoder.ts.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { ParameterSets, Picture } from '../../media/access-unit.ts';
import { decoderConfig, lengthPrefixed } from '../../media/decoder-config.ts';
import { matroskaFrame, matroskaHeader } from '../../media/matroska.ts';
import { timestampDifference } from '../../media/rtp.ts';
import { putProcessBehindLive } from '../behind-live.ts';
import { type Frame, frameBytes } from './frame.ts';
import { FramePool } from './frame-pool.ts';
import { openRawPipe, type RawPipe } from './raw-pipe.ts';

export interface FrameDecoderOptions {
  readonly codec: Picture['codec'];
  readonly sets: ParameterSets;
  /** Of the pictures given. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** colour: planes as in Frame. grey: luma only, for looking whether anything moves. */
  readonly planes: 'colour' | 'grey';
  readonly clock: Clock;
  readonly onFrame: (frame: Frame) => void;
  /** It ended, or gives no picture; told once, the decoder is closed then. */
  readonly onFailed: (detail: string) => void;
}

/** Pictures that go in and of which none comes out for this long: broken. */
const stuckMs = 5000;
/** A reader that is so far behind is not fed any more: frames are left out, nothing piles up. */
const maxWaitingBytes = 8 * 1024 * 1024;
/** A jump of the camera's media clock. */
const jumpMs = 5000;
const firstMs = 1000;

export class FrameDecoder {
  #options: FrameDecoderOptions;
  #process: ChildProcess;
  #pixels: RawPipe;
  #bytes: number;
  #pool: FramePool;
  #lastRtp: number | null = null;
  #exactMs = firstMs;
  /** Wanted pictures that are inside, by their time. */
  #wanted = new Map<number, number>();
  #frame: Uint8Array;
  #filled = 0;
  #ready: Uint8Array[] = [];
  #times: number[] = [];
  #timeText = '';
  #watchdog: Timer | null = null;
  #closed = false;

  /** Throws RangeError when the parameter sets are nonsense. */
  constructor(options: FrameDecoderOptions) {
    this.#options = options;
    const { codec, sets, widthPx, heightPx, planes } = options;
    const grey = planes === 'grey';
    this.#bytes = grey ? widthPx * heightPx : frameBytes(widthPx, heightPx);
    this.#pool = new FramePool(this.#bytes);
    this.#frame = this.#pool.take();
    const config = codec === 'jpeg' ? null : decoderConfig(codec, sets);
    // One thread: the "encoder" of raw video runs in several otherwise, and then holds each picture back by one.
    const encoder = ['-threads', '1', '-enc_time_base', '1:1000'];
    const out = [...encoder, '-vsync', 'passthrough', '-flush_packets', '1'];
    const shape = `scale=${widthPx}:${heightPx}:flags=fast_bilinear,format=${grey ? 'gray' : 'yuv420p'}`;
    this.#pixels = openRawPipe(
      () => this.#frame.subarray(this.#filled),
      bytes => this.#handlePixels(bytes),
    );
    const process = spawn(
      'ffmpeg',
      [
        ...['-v', 'error', '-nostdin', '-copyts', '-flags', 'low_delay', '-threads', '1'],
        // A quarter of the time; as many numbers are read right without it (docs/plates.md).
        ...['-skip_loop_filter', 'all'],
        ...['-probesize', '32', '-analyzeduration', '0', '-f', 'matroska', '-i', 'pipe:0'],
        '-filter_complex_threads',
        '1',
        '-filter_complex',
        // The times are read off a corner: framecrc sums all the bytes it is given.
        `[0:v]select='not(mod(round(t*1000),4))',${shape},split[a][b];[b]crop=16:16:0:0[c]`,
        ...['-map', '[a]', ...out, '-f', 'rawvideo', 'pipe:1'],
        ...['-map', '[c]', ...out, '-f', 'framecrc', 'pipe:3'],
      ],
      { stdio: ['pipe', this.#pixels.writeFd, 'ignore', 'pipe'] },
    );
    this.#pixels.handleSpawned();
    this.#process = process;
    putProcessBehindLive(process.pid);
    // A pipe to a process that was killed answers EPIPE; its 'exit' says so already.
    process.stdin!.on('error', () => {});
    process.on('error', error => this.#fail(error.message));
    process.on('exit', () => this.#fail('the decoder ended'));
    (process.stdio[3] as Readable).on('data', chunk => this.#handleTimes(chunk));
    process.stdin!.write(matroskaHeader(codec, config, widthPx, heightPx));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Wanted pictures that have not come out yet. */
  get inside(): number {
    return this.#wanted.size;
  }

  /**
   * Decodes these, and gives the last one where it is `wanted`: fed in groups, the process wakes a few times a
   * second only. False when they were not taken: the decoder is behind, and must begin again at a key frame.
   */
  push(pictures: readonly { unit: Picture; takenMs: number }[], wanted: boolean): boolean {
    const last = pictures.at(-1);
    if (this.#closed || (this.#process.stdin?.writableLength ?? 0) > maxWaitingBytes) return false;
    if (!last) return true;
    const written = pictures.map(({ unit, takenMs }) => {
      const wantsThis = wanted && unit === last.unit;
      const timeMs = this.#timeOf(unit.rtp90k, wantsThis);
      if (wantsThis) this.#wanted.set(timeMs, takenMs);
      return matroskaFrame(unit.codec === 'jpeg' ? unit.jpeg : lengthPrefixed(unit.nals), timeMs, unit.key);
    });
    this.#process.stdin!.write(written.length === 1 ? written[0] : Buffer.concat(written));
    if (wanted)
      this.#watchdog ??= this.#options.clock.after(stuckMs, () => this.#fail('no picture comes out'));
    return true;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watchdog?.cancel();
    this.#wanted.clear();
    this.#process.kill('SIGKILL');
    this.#pixels.close();
  }

  #timeOf(rtp90k: number, wanted: boolean): number {
    const sinceMs = this.#lastRtp === null ? 0 : timestampDifference(rtp90k, this.#lastRtp) / 90;
    this.#lastRtp = rtp90k;
    // Pictures shown out of order go back by a few; a camera's clock that was set goes anywhere.
    this.#exactMs += sinceMs > jumpMs || sinceMs < -1000 ? 40 : sinceMs;
    const quarter = Math.max(0, Math.round(this.#exactMs / 4)) * 4;
    let timeMs = wanted ? quarter : quarter + 1;
    // No two wanted pictures share a time, whatever the camera says.
    while (wanted && this.#wanted.has(timeMs)) timeMs += 4;
    return timeMs;
  }

  #handlePixels(bytes: number): void {
    this.#filled += bytes;
    if (this.#filled < this.#bytes) return;
    this.#ready.push(this.#frame);
    this.#frame = this.#pool.take();
    this.#filled = 0;
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
    while (!this.#closed && this.#times.length > 0 && this.#ready.length > 0) {
      const timeMs = this.#times.shift()!;
      const data = this.#ready.shift()!;
      const takenMs = this.#wanted.get(timeMs);
      // Pictures come out in order of time: what was to come before this one has failed.
      for (const earlier of this.#wanted.keys()) if (earlier <= timeMs) this.#wanted.delete(earlier);
      this.#watchdog?.cancel();
      this.#watchdog =
        this.#wanted.size > 0
          ? this.#options.clock.after(stuckMs, () => this.#fail('no picture comes out'))
          : null;
      if (takenMs === undefined) {
        this.#pool.give(data);
        continue;
      }
      const { widthPx, heightPx } = this.#options;
      this.#options.onFrame({ data, widthPx, heightPx, takenMs, lease: this.#pool.lease(data) });
    }
  }

  #fail(detail: string): void {
    if (this.#closed) return;
    this.close();
    this.#options.onFailed(detail);
  }
}
