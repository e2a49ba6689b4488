// The pictures of the stream that plates are read from: all are kept back to the last key frame, and decoded from
// there when something moves, a few a second given out.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Picture } from '../../media/access-unit.ts';
import { GopBuffer } from '../gate/gop-buffer.ts';
import type { WatchedStream } from '../gate/road-watch.ts';
import type { Frame } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';

export interface FrameSourceOptions {
  readonly clock: Clock;
  readonly onFrame: (frame: Frame) => void;
  readonly onFailed: (detail: string) => void;
}

/** A vehicle whose plate is readable for 0.6 s is seen three or four times. */
const everyMs = 160;
/** Half of a frame's time at 25 a second. */
const toleranceMs = 20;
/** What happened just before something was seen to move is looked at too. */
const beforeMs = 500;
/** The decoder is kept for the next vehicle. */
const keepMs = 60_000;
const restartMs = 3000;
const maxInside = 4;

export class FrameSource {
  /** Pictures that were due and left out because the decoder or its reader was behind. */
  skipped = 0;
  failures = 0;
  #options: FrameSourceOptions;
  #buffer = new GopBuffer();
  #decoder: FrameDecoder | null = null;
  #fed: number | null = null;
  #nextMs = 0;
  #untilMs = Number.NEGATIVE_INFINITY;
  #fromMs = 0;
  #restartMs = 0;
  #keep: Timer | null = null;
  #shape = '';
  #closed = false;

  constructor(options: FrameSourceOptions) {
    this.#options = options;
  }

  get inside(): number {
    return this.#decoder?.inside ?? 0;
  }

  get decoderPid(): number | undefined {
    return this.#decoder?.pid;
  }

  /** Frames are wanted from a little before `atMs` until `untilMs`. */
  want(atMs: number, untilMs: number): void {
    if (atMs > this.#untilMs) this.#fromMs = atMs - beforeMs;
    this.#untilMs = Math.max(this.#untilMs, untilMs);
  }

  wanted(takenMs: number): boolean {
    return takenMs <= this.#untilMs;
  }

  /** `busy`: whoever takes the frames has enough of them. */
  handlePicture(unit: Picture, takenMs: number, stream: WatchedStream, busy: boolean): void {
    if (this.#closed) return;
    this.#handleShape(unit, stream);
    this.#buffer.push(unit, takenMs);
    // The camera's clock was set, or the stream began anew.
    if (Math.abs(this.#nextMs - takenMs) > 5000) this.#nextMs = Number.NEGATIVE_INFINITY;
    if (!this.wanted(takenMs) || takenMs < this.#nextMs - toleranceMs) return;
    if (busy || this.inside >= maxInside) {
      this.skipped += 1;
      this.#nextMs = takenMs + everyMs;
      return;
    }
    this.#feed(unit, stream);
  }

  handleLoss(): void {
    this.#buffer.reset();
    this.#fed = null;
  }

  close(): void {
    this.#closed = true;
    this.#keep?.cancel();
    this.#decoder?.close();
    this.#decoder = null;
  }

  #feed(unit: Picture, stream: WatchedStream): void {
    const pictures = this.#buffer.after(this.#decoder ? this.#fed : null);
    if (pictures.length === 0 || !this.#open(unit, stream)) return;
    let group: (typeof pictures)[number][] = [];
    for (const picture of pictures) {
      group.push(picture);
      const due = picture.takenMs >= this.#fromMs && picture.takenMs >= this.#nextMs - toleranceMs;
      if (!due) continue;
      this.#nextMs = picture.takenMs + everyMs;
      if (!this.#decoder?.push(group, true)) {
        this.handleLoss();
        return;
      }
      this.#fed = picture.serial;
      group = [];
    }
  }

  #open(unit: Picture, { sets, widthPx, heightPx }: WatchedStream): boolean {
    const { clock } = this.#options;
    this.#keep?.cancel();
    this.#keep = clock.after(keepMs, () => this.#drop());
    if (this.#decoder) return true;
    if (clock.monotonicMs() < this.#restartMs) return false;
    try {
      this.#decoder = new FrameDecoder({
        codec: unit.codec,
        sets: { ...sets },
        widthPx,
        heightPx,
        planes: 'colour',
        clock,
        onFrame: this.#options.onFrame,
        onFailed: detail => {
          this.failures += 1;
          this.#restartMs = clock.monotonicMs() + restartMs;
          this.#drop();
          this.#options.onFailed(detail);
        },
      });
      return true;
    } catch (error) {
      this.#restartMs = clock.monotonicMs() + restartMs;
      this.#options.onFailed(String(error));
      return false;
    }
  }

  #drop(): void {
    this.#decoder?.close();
    this.#decoder = null;
    this.#fed = null;
  }

  #handleShape(unit: Picture, { widthPx, heightPx, sets }: WatchedStream): void {
    const shape = `${unit.codec} ${widthPx}x${heightPx} ${sets.sps?.length ?? 0}`;
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#drop();
  }
}
