// Watches a camera's small stream for anything that moves where plates can be read, by a few small grey pictures a
// second, or by its key frames alone while the gate is shut. Decoding the large stream costs ten times as much.
import type { Clock } from '@brightwall/kit/clock';
import type { ParameterSets, Picture } from '../../media/access-unit.ts';
import { Flicker } from '../frames/flicker.ts';
import type { Frame } from '../frames/frame.ts';
import { FrameDecoder } from '../frames/frame-decoder.ts';
import { type Blob, MotionMap } from '../frames/motion.ts';
import { GopBuffer } from './gop-buffer.ts';
import { RoadGate } from './road-gate.ts';

export interface WatchedStream {
  readonly sets: ParameterSets;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface RoadWatchOptions {
  readonly clock: Clock;
  /** Two pictures were compared; `blobs`: what moved. */
  readonly onLooked: (blobs: readonly Blob[], takenMs: number) => boolean;
}

const picture = { widthPx: 160, heightPx: 90 } as const;
const lookEveryMs = 300;
const keyEveryMs = 1900;
/** Grey levels: an encoder draws the same road a little differently in each key frame, and mends it in those after. */
const keyChange = 12;
const mendMs = 500;
/** Where key frames are no farther apart than this, none of them is another drawing of the road. */
const keysApartMs = 1000;
/** Of key frames, two seconds apart: how long a thing that gets nowhere takes to be known, and to be forgotten. */
const keyFlicker = { learnMs: 16_000, forgetMs: 60_000 };
/** A decoder that failed is not started again at once. */
const restartMs = 3000;
const maxInside = 2;

export class RoadWatch {
  #options: RoadWatchOptions;
  #buffer = new GopBuffer(4 * 1024 * 1024);
  #gate: RoadGate | null = null;
  #decoder: FrameDecoder | null = null;
  #motion = new MotionMap(picture.widthPx, picture.heightPx);
  /** Key frames are compared with each other too. */
  #keyMotion = new MotionMap(picture.widthPx, picture.heightPx, keyChange);
  #keyFlicker = new Flicker(keyFlicker);
  #keyMs = 0;
  #redrawnMs = Number.NEGATIVE_INFINITY;
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #nextKeyMs = 0;
  #lookedMs = 0;
  #fed: number | null = null;
  #nextLookMs = 0;
  #restartMs = 0;
  #shape = '';
  #closed = false;

  constructor(options: RoadWatchOptions) {
    this.#options = options;
  }

  /** Pictures looked at that are not compared yet. */
  get inside(): number {
    return this.#decoder?.inside ?? 0;
  }

  get decoderPid(): number | undefined {
    return this.#decoder?.pid;
  }

  /** `seen`: the large stream is looked at, and shows what moves; here key frames are enough, once they are relied on. */
  handlePicture(unit: Picture, takenMs: number, stream: WatchedStream, seen: boolean): void {
    if (this.#closed) return;
    this.#handleShape(unit, stream);
    const { bytes } = this.#buffer.push(unit, takenMs);
    const gate = this.#gate!;
    gate.handlePicture(bytes, unit.key, takenMs);
    if (unit.key) {
      if (takenMs - this.#lastKeyMs > keysApartMs) this.#redrawnMs = takenMs;
      this.#lastKeyMs = takenMs;
    }
    // Every picture of some streams is a key frame.
    const isKey = unit.key && (takenMs >= this.#nextKeyMs || this.#nextKeyMs - takenMs > 5000);
    const isDue = takenMs >= this.#nextLookMs || this.#nextLookMs - takenMs > 1000;
    const wanted = gate.open && isDue && !(seen && gate.proven);
    if (this.inside >= maxInside || !(isKey || wanted)) return;
    this.#nextLookMs = takenMs + lookEveryMs;
    if (isKey) {
      this.#nextKeyMs = takenMs + keyEveryMs;
      this.#keyMs = takenMs;
    }
    this.#look(unit, stream);
  }

  /** Pictures were lost: what comes before the next key frame cannot be decoded. */
  handleLoss(): void {
    this.#buffer.reset();
    this.#fed = null;
  }

  close(): void {
    this.#closed = true;
    this.#decoder?.close();
    this.#decoder = null;
  }

  #look(unit: Picture, { sets }: WatchedStream): void {
    const pictures = this.#buffer.after(this.#decoder ? this.#fed : null);
    if (pictures.length === 0) return;
    const { clock } = this.#options;
    if (!this.#decoder) {
      if (clock.monotonicMs() < this.#restartMs) return;
      try {
        this.#decoder = new FrameDecoder({
          codec: unit.codec,
          sets: { ...sets },
          ...picture,
          planes: 'grey',
          clock,
          onFrame: frame => this.#handleFrame(frame),
          onFailed: () => this.#dropDecoder(),
        });
      } catch {
        // Parameter sets that mean nothing: others may come.
        this.#restartMs = clock.monotonicMs() + restartMs;
        return;
      }
    }
    if (this.#decoder.push(pictures, true)) this.#fed = pictures.at(-1)!.serial;
    else this.handleLoss();
  }

  #handleFrame({ data, takenMs, lease }: Frame): void {
    if (takenMs === this.#keyMs) {
      const { blobs } = this.#keyMotion.compare(data, takenMs);
      if (this.#keyFlicker.without(blobs, takenMs).length > 0) this.#gate?.handleKeyMotion();
    }
    const sinceMs = takenMs - this.#lookedMs;
    const sinceRedrawnMs = takenMs - this.#redrawnMs;
    const isRedrawn = sinceRedrawnMs >= 0 && sinceRedrawnMs < mendMs;
    const { blobs } = this.#motion.compare(data, takenMs, isRedrawn ? keyChange : undefined);
    this.#lookedMs = takenMs;
    lease?.release();
    // While the gate is shut only key frames come: what is elsewhere in them need not be moving now.
    if (sinceMs > lookEveryMs * 3) return;
    if (this.#options.onLooked(blobs, takenMs)) this.#gate?.handleMotion();
    else this.#gate?.handleStill();
  }

  #dropDecoder(): void {
    this.#decoder?.close();
    this.#decoder = null;
    this.#fed = null;
    this.#restartMs = this.#options.clock.monotonicMs() + restartMs;
  }

  #handleShape(unit: Picture, { widthPx, heightPx, sets }: WatchedStream): void {
    const shape = `${unit.codec} ${widthPx}x${heightPx} ${sets.sps?.length ?? 0}`;
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#gate = new RoadGate(widthPx * heightPx);
    this.#decoder?.close();
    this.#decoder = null;
    this.#fed = null;
  }
}
