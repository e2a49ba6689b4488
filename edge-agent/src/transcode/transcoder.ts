// Re-encodes one stream to H.264 a browser takes over WebRTC: one ffmpeg process, only while somebody watches.
import { PassThrough } from 'node:stream';
import type { Clock, Timer } from '@brightwall/kit/clock';
import ffmpeg from 'fluent-ffmpeg';
import type { AccessUnit, ParameterSets, Picture } from '../media/access-unit.ts';
import { decoderConfig, lengthPrefixed } from '../media/decoder-config.ts';
import { matroskaFrame, matroskaHeader } from '../media/matroska.ts';
import { timestampDifference } from '../media/rtp.ts';
import { FlvReader } from './flv-reader.ts';

/** Media time that may be inside ffmpeg: more means that the machine does not keep up, and live beats complete. */
const maxBehindMs = 1500;
/** Until the first picture comes out, how much may wait. */
const maxWaitingBytes = 4 * 1024 * 1024;
/** No picture out of it for this long, though pictures go in: it is stuck. */
const stuckMs = 8000;

export interface TranscoderOptions {
  readonly sets: ParameterSets;
  readonly clock: Clock;
  /** H.264 without B frames, a key frame every second, times in the source's RTP clock. */
  readonly onUnit: (unit: AccessUnit) => void;
  /** The process ended or is stuck; told once, the transcoder is closed then. */
  readonly onFailed: (detail: string) => void;
}

export class Transcoder {
  dropped = 0;
  #options: TranscoderOptions;
  #input = new PassThrough({ highWaterMark: 256 * 1024 });
  #command: ffmpeg.FfmpegCommand | null = null;
  /** JPEG has no parameter sets by which ffmpeg would see a new size coming. */
  #jpegSize: string | null = null;
  #firstRtp: number | null = null;
  #lastRtp = 0;
  #timeMs = 0;
  /** Time of the newest picture that came out. */
  #outMs: number | null = null;
  #waitForKey = true;
  #watchdog: Timer;
  #closed = false;

  constructor(options: TranscoderOptions) {
    this.#options = options;
    this.#watchdog = options.clock.after(stuckMs, () => this.#fail('no picture'));
  }

  /** Takes the source's pictures in decoding order; starts at the first key frame. */
  handleUnit(unit: Picture): void {
    if (this.#closed) return;
    if (this.#waitForKey && !unit.key) {
      if (this.#command) this.dropped += 1;
      return;
    }
    if (!this.#command) {
      try {
        this.#start(unit);
      } catch (error) {
        this.#fail(String(error));
        return;
      }
    }
    if (sizeOf(unit) !== this.#jpegSize) {
      this.#fail('the picture changed its size');
      return;
    }
    this.#timeMs += timestampDifference(unit.rtp90k, this.#lastRtp) / 90;
    this.#lastRtp = unit.rtp90k;
    const behind = this.#outMs !== null && this.#timeMs - this.#outMs > maxBehindMs;
    if (behind || this.#input.writableLength > maxWaitingBytes) {
      this.dropped += 1;
      this.#waitForKey = true;
      return;
    }
    this.#waitForKey = false;
    const data = unit.codec === 'jpeg' ? unit.jpeg : lengthPrefixed(unit.nals);
    this.#input.write(matroskaFrame(data, this.#timeMs, unit.key));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watchdog.cancel();
    this.#input.end();
    this.#command?.kill('SIGKILL');
  }

  #start(unit: Picture): void {
    const { sets } = this.#options;
    // ffmpeg takes a JPEG much lower than its container says for half of an interlaced picture.
    const header =
      unit.codec === 'jpeg'
        ? matroskaHeader('jpeg', null, unit.widthPx, unit.heightPx)
        : matroskaHeader(unit.codec, decoderConfig(unit.codec, sets), 1280, 720);
    this.#jpegSize = sizeOf(unit);
    this.#firstRtp = unit.rtp90k;
    this.#lastRtp = unit.rtp90k;
    // Not zero: B frames shown before the first key frame must not have negative times.
    this.#timeMs = 1000;
    const output = new PassThrough();
    const reader = new FlvReader((picture, timeMs) => this.#handlePicture(picture, timeMs));
    output.on('data', chunk => {
      try {
        reader.handleBytes(chunk);
      } catch (error) {
        this.#fail(String(error));
      }
    });
    // fluent-ffmpeg writes an error of its own when the process is killed; both ends are told once here.
    this.#input.on('error', () => {});
    this.#command = ffmpeg(this.#input, { logger: undefined })
      .inputFormat('matroska')
      .inputOptions(['-flags low_delay', '-probesize 32', '-analyzeduration 0', '-threads 1', '-copyts'])
      .noAudio()
      .videoCodec('libx264')
      .outputOptions([
        '-preset ultrafast',
        '-tune zerolatency',
        '-profile:v baseline',
        '-pix_fmt yuv420p',
        '-threads 1',
        '-crf 26',
        '-maxrate 4M',
        '-bufsize 4M',
        '-force_key_frames expr:gte(t,n_forced*1)',
        '-vsync passthrough',
        '-copyts',
        '-flvflags no_duration_filesize',
        '-flush_packets 1',
      ])
      .format('flv')
      .on('error', error => this.#fail(error.message))
      .on('end', () => this.#fail('ffmpeg ended'));
    this.#command.pipe(output, { end: true });
    this.#input.write(header);
  }

  #handlePicture(picture: AccessUnit, timeMs: number): void {
    if (this.#closed || this.#firstRtp === null) return;
    this.#watchdog.cancel();
    this.#watchdog = this.#options.clock.after(stuckMs, () => this.#fail('no picture'));
    this.#outMs = timeMs;
    const rtp90k = (this.#firstRtp + Math.round((timeMs - 1000) * 90)) >>> 0;
    this.#options.onUnit({ ...picture, rtp90k });
  }

  #fail(detail: string): void {
    if (this.#closed) return;
    this.close();
    this.#options.onFailed(detail.slice(0, 300));
  }
}

function sizeOf(unit: Picture): string | null {
  return unit.codec === 'jpeg' ? `${unit.widthPx}x${unit.heightPx}` : null;
}
