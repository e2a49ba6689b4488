// The pictures since the newest key frame, so that decoding can begin at any moment without waiting for the
// next one, and with what happened just before.
import type { Picture } from '../../media/access-unit.ts';

export interface BufferedPicture {
  readonly unit: Picture;
  /** Edge's clock. */
  readonly takenMs: number;
  /** Grows by one with every picture of the stream. */
  readonly serial: number;
  readonly bytes: number;
}

export class GopBuffer {
  /** Pictures not kept because the group was too long. */
  dropped = 0;
  #maxBytes: number;
  #maxPictures: number;
  #pictures: BufferedPicture[] = [];
  #bytes = 0;
  #serial = 0;
  #broken = true;

  /** 8 MiB hold four seconds of the fattest 4K stream. */
  constructor(maxBytes = 8 * 1024 * 1024, maxPictures = 600) {
    this.#maxBytes = maxBytes;
    this.#maxPictures = maxPictures;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#pictures.length;
  }

  push(unit: Picture, takenMs: number): BufferedPicture {
    const picture = { unit, takenMs, serial: this.#serial++, bytes: bytesOf(unit) };
    if (unit.key) {
      this.#clear();
      this.#broken = false;
    }
    if (this.#broken) this.dropped += 1;
    else if (this.#bytes + picture.bytes > this.#maxBytes || this.#pictures.length >= this.#maxPictures) {
      // With a picture missing, those after it are worth nothing.
      this.dropped += this.#pictures.length + 1;
      this.#clear();
      this.#broken = true;
    } else {
      this.#pictures.push(picture);
      this.#bytes += picture.bytes;
    }
    return picture;
  }

  /**
   * What a decoder that was fed up to `serial` (null: a fresh one) must be fed now: the rest of the group, or
   * the whole of it where it is a newer one. Empty when decoding cannot begin before the next key frame.
   */
  after(serial: number | null): readonly BufferedPicture[] {
    const first = this.#pictures[0];
    if (!first) return [];
    if (serial === null || serial < first.serial) return this.#pictures;
    return this.#pictures.slice(serial - first.serial + 1);
  }

  /** A picture is missing (lost packets, another session): nothing can be decoded before the next key frame. */
  reset(): void {
    this.#clear();
    this.#broken = true;
  }

  #clear(): void {
    this.#pictures = [];
    this.#bytes = 0;
  }
}

export function bytesOf(unit: Picture): number {
  if (unit.codec === 'jpeg') return unit.jpeg.length;
  let bytes = 0;
  for (const nal of unit.nals) bytes += nal.length;
  return bytes;
}
