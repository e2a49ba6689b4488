// A live feed played by a <video> nobody sees: how moving pictures come where the browser gives no decoder (plain
// HTTP). It stays near the live edge; when Media Source fails it begins again at the next key frame.
import type { FeedUnit } from '@brightwall/protocol/map-feed';
import type { FeedOpened } from '../worker/messages.ts';
import { Segmenter } from './segmenter.ts';

/** Further behind than this it jumps to the edge, s. */
const maxBehindS = 1.5;
const keptS = 8;
/** Segments that wait for the source buffer. */
const maxWaiting = 150;

export class VideoFeed {
  readonly opened: FeedOpened;
  readonly video = document.createElement('video');
  #source: MediaSource | null = null;
  #buffer: SourceBuffer | null = null;
  #segmenter: Segmenter | null = null;
  #waiting: Uint8Array[] = [];
  #url = '';
  failed = 0;

  constructor(opened: FeedOpened) {
    this.opened = opened;
    this.video.muted = true;
    this.video.playsInline = true;
  }

  handleUnit(unit: FeedUnit): void {
    if (!this.#segmenter) {
      if (!unit.key) return;
      this.#begin();
    }
    this.#waiting.push(...(this.#segmenter?.add(unit) ?? []));
    if (this.#waiting.length > maxWaiting) this.#fail();
    else this.#append();
  }

  close(): void {
    this.#end();
    this.video.removeAttribute('src');
    this.video.load();
  }

  #begin(): void {
    this.#segmenter = new Segmenter(this.opened);
    const source = new MediaSource();
    this.#source = source;
    source.onsourceopen = () => {
      if (this.#source !== source) return;
      try {
        const buffer = source.addSourceBuffer(`video/mp4; codecs="${this.opened.codec}"`);
        buffer.onupdateend = () => this.#append();
        buffer.onerror = () => this.#buffer === buffer && this.#fail();
        this.#buffer = buffer;
        this.#append();
      } catch {
        this.#fail();
      }
    };
    this.#url = URL.createObjectURL(source);
    this.video.src = this.#url;
    void this.video.play().catch(() => undefined); // paused by the browser: the next unit plays on
  }

  #append(): void {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating) return;
    try {
      this.#stayNear(buffer);
      if (buffer.updating) return;
      const next = this.#waiting.shift();
      if (next) buffer.appendBuffer(next as Uint8Array<ArrayBuffer>);
    } catch {
      this.#fail();
    }
  }

  #stayNear(buffer: SourceBuffer): void {
    if (buffer.buffered.length === 0) return;
    const end = buffer.buffered.end(buffer.buffered.length - 1);
    const { video } = this;
    if (end - video.currentTime > maxBehindS) video.currentTime = end - 0.1;
    if (video.paused) void video.play().catch(() => undefined);
    const start = buffer.buffered.start(0);
    if (video.currentTime - start > 2 * keptS) buffer.remove(start, video.currentTime - keptS);
  }

  #fail(): void {
    this.failed += 1;
    this.#end();
  }

  #end(): void {
    this.#source = null;
    this.#buffer = null;
    this.#segmenter = null;
    this.#waiting = [];
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = '';
  }
}
