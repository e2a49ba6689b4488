// JPEG pages to planes. Of each page only the newest waits, at most two are decoded at once, and a page is not
// decoded again before the one before it was drawn: what cannot be shown costs nothing.
import type { EpochMs } from '@brightwall/kit/clock';
import type { AtlasPicture } from '@brightwall/protocol/map-feed';
import type { ColourKind } from './i420.ts';

export interface PagePlanes {
  width: number;
  height: number;
  colour: ColourKind;
  /** I420, i420Bytes of the size. */
  planes: ArrayBuffer;
}

export interface AtlasDecoderTools {
  /** `reuse`: a buffer that was given back, perhaps of another size. */
  decodeJpeg(jpeg: Uint8Array, reuse: ArrayBuffer | null): Promise<PagePlanes>;
  onPage(arrived: Arrived, decoded: PagePlanes): void;
}

export interface Arrived {
  picture: AtlasPicture;
  /** When it was put together, by this machine's clock. */
  madeMs: EpochMs;
}

const atOnce = 2;
const keptBuffers = 4;

export class AtlasDecoder {
  readonly #tools: AtlasDecoderTools;
  /** By page, in the order they came. */
  #waiting = new Map<number, Arrived>();
  /** Pages being decoded, or decoded and not yet drawn. */
  #busy = new Set<number>();
  #decoding = 0;
  #buffers: ArrayBuffer[] = [];
  /** Since the beginning: pages decoded, pages replaced by newer ones before that, pages that were no JPEG. */
  readonly counts = { decoded: 0, replaced: 0, broken: 0 };

  constructor(tools: AtlasDecoderTools) {
    this.#tools = tools;
  }

  handlePicture(picture: AtlasPicture, madeMs: EpochMs): void {
    if (this.#waiting.delete(picture.page)) this.counts.replaced += 1;
    this.#waiting.set(picture.page, { picture, madeMs });
    this.#next();
  }

  /** The page was drawn, or is not wanted; its buffer may serve again. */
  handleDone(page: number, buffer: ArrayBuffer | null): void {
    this.#busy.delete(page);
    if (buffer && this.#buffers.length < keptBuffers) this.#buffers.push(buffer);
    this.#next();
  }

  /** Nothing that came before is shown any more. */
  forget(): void {
    this.#waiting.clear();
  }

  #next(): void {
    for (const [page, arrived] of this.#waiting) {
      if (this.#decoding >= atOnce) return;
      if (this.#busy.has(page)) continue;
      this.#waiting.delete(page);
      this.#busy.add(page);
      void this.#decode(arrived);
    }
  }

  async #decode(arrived: Arrived): Promise<void> {
    this.#decoding += 1;
    try {
      const decoded = await this.#tools.decodeJpeg(arrived.picture.jpeg, this.#buffers.pop() ?? null);
      this.counts.decoded += 1;
      this.#tools.onPage(arrived, decoded);
    } catch {
      // A broken picture: the next one of this page comes in a second.
      this.counts.broken += 1;
      this.#busy.delete(arrived.picture.page);
    }
    this.#decoding -= 1;
    this.#next();
  }
}
