// The live feeds of one connection: which the core has begun, which the page wants, and a decoder for each that
// is both. A feed wanted again goes on from its next key frame; the core need not say anything anew.
import { type FeedStarted, type FeedUnit, maxFeedsAsked } from '@brightwall/protocol/map-feed';
import { type DecoderTools, FeedDecoder } from '../decode/feed-decoder.ts';
import { FrameSlot, slotBytes } from '../decode/frame-slot.ts';
import { even, i420Bytes, readFrame } from '../decode/i420.ts';
import type { WorkerToPage } from './messages.ts';

export interface LiveFeedsTools {
  /** Null where the browser has none: units go to the page as they are. */
  decoders: DecoderTools | null;
  /** Whether memory can be shared with the page. */
  shares: boolean;
  post(message: WorkerToPage, transfer?: ArrayBuffer[]): void;
}

interface Feed {
  started: FeedStarted;
  decoder: Pick<FeedDecoder, 'handleUnit' | 'close' | 'counts'> | null;
  /** Without shared memory: the one buffer that goes to the page and comes back; null while it is there. */
  buffer: ArrayBuffer | null;
}

export class LiveFeeds {
  readonly #tools: LiveFeedsTools;
  readonly #feeds = new Map<number, Feed>();
  #wanted: ReadonlySet<string> = new Set();
  /** Of decoders already closed, and of units nobody wants any more. */
  readonly #past = { received: 0, decoded: 0, dropped: 0, failed: 0 };

  constructor(tools: LiveFeedsTools) {
    this.#tools = tools;
  }

  handleWanted(cameraIds: readonly string[]): void {
    this.#wanted = new Set(cameraIds);
    for (const feed of this.#feeds.values()) this.#settle(feed);
  }

  handleStarted(started: FeedStarted): void {
    this.handleEnded(started.cameraId);
    // Feeds nobody wants are kept by their description only; even of those not without end.
    if (this.#feeds.size >= 2 * maxFeedsAsked) {
      const [oldest] = this.#feeds;
      if (oldest) this.#forget(...oldest);
    }
    const feed: Feed = { started, decoder: null, buffer: null };
    this.#feeds.set(started.feed, feed);
    this.#settle(feed);
  }

  handleEnded(cameraId: string): void {
    for (const [number, feed] of this.#feeds)
      if (feed.started.cameraId === cameraId) this.#forget(number, feed);
  }

  handleUnit(unit: FeedUnit): void {
    this.#feeds.get(unit.feed)?.decoder?.handleUnit(unit);
  }

  handleDrawn(number: number, buffer: ArrayBuffer): void {
    const feed = this.#feeds.get(number);
    if (feed?.decoder) feed.buffer = buffer;
  }

  /** The connection is gone, and its numbers with it. */
  handleLost(): void {
    for (const [number, feed] of [...this.#feeds]) this.#forget(number, feed);
  }

  get counts(): FeedDecoder['counts'] {
    const sum = { ...this.#past };
    for (const { decoder } of this.#feeds.values()) if (decoder) add(sum, decoder.counts);
    return sum;
  }

  /** Feeds that are decoded, or passed on, now. */
  get open(): number {
    return [...this.#feeds.values()].filter(({ decoder }) => decoder !== null).length;
  }

  #settle(feed: Feed): void {
    const isWanted = this.#wanted.has(feed.started.cameraId);
    if (isWanted && !feed.decoder) this.#begin(feed);
    else if (!isWanted && feed.decoder) this.#end(feed);
  }

  #begin(feed: Feed): void {
    const { started } = feed;
    const [width, height] = [even(started.widthPx), even(started.heightPx)];
    const { decoders, shares, post } = this.#tools;
    const { feed: number, cameraId, codec } = started;
    const opened = { kind: 'feed', feed: number, cameraId, codec, width, height } as const;
    if (!decoders) {
      feed.decoder = passOn(post);
      post({ ...opened, slot: null });
      return;
    }
    const bytes = i420Bytes(width, height);
    const memory = shares ? new SharedArrayBuffer(slotBytes(bytes)) : null;
    if (!memory) feed.buffer = new ArrayBuffer(bytes);
    const copy = memory
      ? intoSlot(new FrameSlot(memory))
      : (frame: VideoFrame) => this.#transfer(feed, frame);
    feed.decoder = new FeedDecoder(decoders, codec, copy);
    post({ ...opened, slot: memory });
  }

  async #transfer(feed: Feed, frame: VideoFrame): Promise<void> {
    const { buffer } = feed;
    const [width, height] = sizeOf(frame);
    // The page still has it: this picture is let go, a newer one comes.
    if (!buffer || i420Bytes(width, height) > buffer.byteLength) throw new Error('no room');
    feed.buffer = null;
    try {
      const colour = await readFrame(frame, new Uint8Array(buffer));
      const message = {
        kind: 'frame',
        feed: feed.started.feed,
        width,
        height,
        colour,
        planes: buffer,
      } as const;
      this.#tools.post(message, [buffer]);
    } catch (error) {
      feed.buffer = buffer;
      throw error;
    }
  }

  #end(feed: Feed): void {
    feed.decoder?.close();
    if (feed.decoder) add(this.#past, feed.decoder.counts);
    feed.decoder = null;
    feed.buffer = null;
  }

  #forget(number: number, feed: Feed): void {
    this.#end(feed);
    this.#feeds.delete(number);
    this.#tools.post({ kind: 'feed-ended', cameraId: feed.started.cameraId });
  }
}

const sizeOf = (frame: VideoFrame): [width: number, height: number] => [
  even(frame.visibleRect?.width ?? frame.codedWidth),
  even(frame.visibleRect?.height ?? frame.codedHeight),
];

function intoSlot(slot: FrameSlot) {
  return async (frame: VideoFrame) => {
    const [width, height] = sizeOf(frame);
    const target = slot.target(width, height);
    if (!target) throw new Error('no room');
    slot.publish(width, height, await readFrame(frame, target));
  };
}

const passOn = (post: LiveFeedsTools['post']) => {
  const counts = { received: 0, decoded: 0, dropped: 0, failed: 0 };
  const handleUnit = (unit: FeedUnit) => {
    counts.received += 1;
    post({ kind: 'unit', unit: { ...unit, data: unit.data.slice() } });
  };
  return { counts, handleUnit, close: () => undefined };
};

function add(to: FeedDecoder['counts'], more: FeedDecoder['counts']): void {
  to.received += more.received;
  to.decoded += more.decoded;
  to.dropped += more.dropped;
  to.failed += more.failed;
}
