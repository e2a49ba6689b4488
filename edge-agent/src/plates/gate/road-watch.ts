// Watches a camera's small stream for anything that moves where plates can be read: by the sizes of its pictures
// where they tell, else by a few small grey pictures a second. Decoding the large stream costs ten times as much.
import type { Clock } from '@brightwall/kit/clock';
import type { ParameterSets, Picture } from '../../media/access-unit.ts';
import { FrameDecoder } from '../frames/frame-decoder.ts';
import { type Blob, MotionMap } from '../frames/motion.ts';
import { GopBuffer } from './gop-buffer.ts';
import { SizeGate } from './size-gate.ts';

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
/** A decoder that failed is not started again at once. */
const restartMs = 3000;
const maxInside = 2;

export class RoadWatch {
  #options: RoadWatchOptions;
  #buffer = new GopBuffer(4 * 1024 * 1024);
  #gate: SizeGate | null = null;
  #decoder: FrameDecoder | null = null;
  #motion = new MotionMap(picture.widthPx, picture.heightPx);
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

  /** Sizes alone decide whether anything is decoded. */
  get sizesBelieved(): boolean {
    return this.#gate?.believed ?? false;
  }

  get decoderPid(): number | undefined {
    return this.#decoder?.pid;
  }

  handlePicture(unit: Picture, takenMs: number, stream: WatchedStream): void {
    if (this.#closed) return;
    this.#handleShape(unit, stream);
    const { bytes } = this.#buffer.push(unit, takenMs);
    const gate = this.#gate!;
    // A JPEG's size tells what is in it, as any key frame's.
    gate.handlePicture(bytes, unit.key, takenMs);
    if (!gate.open) return;
    if (takenMs < this.#nextLookMs && this.#nextLookMs - takenMs < 1000) return;
    if (this.inside >= maxInside) return;
    this.#nextLookMs = takenMs + lookEveryMs;
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
          onFrame: frame => {
            const { blobs } = this.#motion.compare(frame.data, frame.takenMs);
            frame.lease?.release();
            this.#gate?.handleLooked(this.#options.onLooked(blobs, frame.takenMs));
          },
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
    this.#gate = new SizeGate(widthPx * heightPx);
    this.#decoder?.close();
    this.#decoder = null;
    this.#fed = null;
  }
}
