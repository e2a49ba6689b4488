// JPEG pages to planes. Of each page only the newest waits, at most two are decoded at once, and a page is not
// decoded again before the drawing thread took the one before it: a thread that is busy is not sent a heap of them.
// What is decoded lies in a few buffers that go to the drawing thread and come back: while all are there JPEGs wait.
import type { EpochMs } from '@brightwall/kit/clock';
import type { AtlasPicture } from '@brightwall/protocol/map-feed';
import type { PagePictures } from '../worker/page-layouts.ts';
import { type ColourKind, i420Bytes } from './i420.ts';

export interface PagePlanes {
  width: number;
  height: number;
  colour: ColourKind;
  /** I420, i420Bytes of the size at least. */
  planes: ArrayBuffer;
}

export interface AtlasDecoderTools {
  /** Throws where the picture is larger than `into`. */
  decodeJpeg(jpeg: Uint8Array, into: ArrayBuffer): Promise<PagePlanes>;
  onPage(arrived: Arrived, decoded: PagePlanes): void;
}

export interface Arrived {
  picture: AtlasPicture;
  on: PagePictures;
  /** When it was put together, by this machine's clock. */
  madeMs: EpochMs;
}

const atOnce = 2;
/** 28 MB; drawn thirty times a second they bring ten times what a page may ask for. */
const maxBuffers = 16;

export class AtlasDecoder {
  readonly #tools: AtlasDecoderTools;
  /** By page, in the order they came. */
  #waiting = new Map<number, Arrived>();
  /** Pages being decoded, or decoded and not yet taken. */
  #busy = new Set<number>();
  #decoding = 0;
  #buffers: ArrayBuffer[] = [];
  /** Buffers filled, being filled, or with the drawing thread. */
  #lent = 0;
  /** Since the beginning: pages decoded, pages replaced by newer ones before that, pages that were no JPEG. */
  readonly counts = { decoded: 0, replaced: 0, broken: 0 };

  constructor(tools: AtlasDecoderTools) {
    this.#tools = tools;
  }

  handlePicture(arrived: Arrived): void {
    const { page } = arrived.picture;
    if (this.#waiting.delete(page)) this.counts.replaced += 1;
    this.#waiting.set(page, arrived);
    this.#next();
  }

  /** The drawing thread has the page: a newer one may be decoded and will take its place there. */
  handleTaken(page: number): void {
    this.#busy.delete(page);
    this.#next();
  }

  /** A buffer that is not needed any more serves again. */
  handleBack(buffer: ArrayBuffer): void {
    this.#lent -= 1;
    this.#buffers.push(buffer);
    this.#next();
  }

  /** Nothing that came before is shown any more. */
  forget(): void {
    this.#waiting.clear();
  }

  #next(): void {
    for (const [page, arrived] of this.#waiting) {
      if (this.#decoding >= atOnce || this.#lent >= maxBuffers) return;
      if (this.#busy.has(page)) continue;
      this.#waiting.delete(page);
      this.#busy.add(page);
      void this.#decode(arrived);
    }
  }

  async #decode(arrived: Arrived): Promise<void> {
    this.#decoding += 1;
    this.#lent += 1;
    const { columns, rows, tileWidthPx, tileHeightPx } = arrived.on.layout;
    const bytes = i420Bytes(columns * tileWidthPx, rows * tileHeightPx);
    const free = this.#buffers.pop();
    const into = free && free.byteLength >= bytes ? free : new ArrayBuffer(bytes);
    try {
      const decoded = await this.#tools.decodeJpeg(arrived.picture.jpeg, into);
      this.counts.decoded += 1;
      this.#tools.onPage(arrived, decoded);
    } catch {
      // A broken picture: the next one of this page comes in a second.
      this.counts.broken += 1;
      this.#lent -= 1;
      this.#buffers.push(into);
      this.#busy.delete(arrived.picture.page);
    }
    this.#decoding -= 1;
    this.#next();
  }
}
