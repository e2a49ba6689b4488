// One live picture in shared memory, written by the decoding thread and read by the drawing one. Two halves take
// turns: the half that is read is not the one written next, so that a reader within a frame's time sees a whole one.
import type { ColourKind } from './i420.ts';
import { colourKinds, i420Bytes } from './i420.ts';

const headBytes = 64;
const halfHeadWords = 3;

export interface SlotPicture {
  /** Grows with each picture; 0: none yet. */
  sequence: number;
  width: number;
  height: number;
  colour: ColourKind;
  planes: Uint8Array;
}

/** Bytes of a slot for pictures up to this many bytes of I420. */
export const slotBytes = (capacity: number): number => headBytes + 2 * capacity;

export class FrameSlot {
  readonly #head: Int32Array;
  readonly #halves: readonly [Uint8Array, Uint8Array];

  constructor(buffer: ArrayBufferLike) {
    const capacity = (buffer.byteLength - headBytes) / 2;
    this.#head = new Int32Array(buffer, 0, headBytes / 4);
    this.#halves = [
      new Uint8Array(buffer, headBytes, capacity),
      new Uint8Array(buffer, headBytes + capacity, capacity),
    ];
  }

  get sequence(): number {
    return Atomics.load(this.#head, 0);
  }

  get capacity(): number {
    return this.#halves[0].length;
  }

  /** Where the next picture goes; null when it is too large. */
  target(width: number, height: number): Uint8Array | null {
    return i420Bytes(width, height) <= this.capacity ? this.#half(this.sequence + 1) : null;
  }

  /** The picture in target() is whole. */
  publish(width: number, height: number, colour: ColourKind): void {
    const next = this.sequence + 1;
    const at = 1 + (next & 1) * halfHeadWords;
    this.#head[at] = width;
    this.#head[at + 1] = height;
    this.#head[at + 2] = colourKinds.indexOf(colour);
    Atomics.store(this.#head, 0, next);
  }

  newest(): SlotPicture {
    const sequence = this.sequence;
    const at = 1 + (sequence & 1) * halfHeadWords;
    return {
      sequence,
      width: this.#head[at] as number,
      height: this.#head[at + 1] as number,
      colour: colourKinds[this.#head[at + 2] as number] ?? 'limited-601',
      planes: this.#half(sequence),
    };
  }

  #half(sequence: number): Uint8Array {
    return this.#halves[(sequence & 1) as 0 | 1];
  }
}
