// One live feed's decoder. It begins at a key frame, falls back to the next one when it cannot keep up or the
// browser takes the decoder away, and never holds a frame: what cannot be copied at once is closed and counted.
import type { FeedUnit } from '@brightwall/protocol/map-feed';

/** What of WebCodecs is used. */
export interface DecoderTools {
  create(init: VideoDecoderInit): Pick<VideoDecoder, 'configure' | 'decode' | 'close' | 'decodeQueueSize'>;
  chunk(init: EncodedVideoChunkInit): EncodedVideoChunk;
}

type Decoder = ReturnType<DecoderTools['create']>;

type State =
  | { kind: 'idle' }
  | { kind: 'decoding'; decoder: Decoder; skipsToKey: boolean; catchesUp: boolean }
  | { kind: 'closed' };

/** More units than this waiting: the machine is behind. */
export const maxQueue = 6;
/** At the beginning all since the last key frame comes at once, so that there is a picture: some seconds' worth. */
const maxQueueAtFirst = 120;

export class FeedDecoder {
  readonly #tools: DecoderTools;
  readonly #codec: string;
  readonly #copy: (frame: VideoFrame) => Promise<void>;
  #state: State = { kind: 'idle' };
  #copying = false;
  /** Units received whose picture has neither come nor been let go. */
  #inside = 0;
  /** Since the beginning: units received; frames copied; units and frames let go; decoders that failed. */
  readonly counts = { received: 0, decoded: 0, dropped: 0, failed: 0 };

  /** `copy` takes the picture out of the frame; the frame is closed when it is done. */
  constructor(tools: DecoderTools, codec: string, copy: (frame: VideoFrame) => Promise<void>) {
    this.#tools = tools;
    this.#codec = codec;
    this.#copy = copy;
  }

  handleUnit(unit: FeedUnit): void {
    if (this.#state.kind === 'closed') return;
    this.counts.received += 1;
    this.#inside += 1;
    try {
      if (this.#state.kind === 'idle' && unit.key) this.#begin();
      if (this.#admits(unit)) this.#decode(unit);
      else this.#drop(1);
    } catch {
      // configure and decode throw at what they cannot take; decoding goes on from a later key frame.
      this.#fail();
    }
  }

  close(): void {
    this.#closeDecoder();
    this.#state = { kind: 'closed' };
  }

  #begin(): void {
    const decoder = this.#tools.create({
      output: frame => void this.#take(frame, decoder),
      error: () => this.#current === decoder && this.#fail(),
    });
    this.#state = { kind: 'decoding', decoder, skipsToKey: false, catchesUp: true };
    decoder.configure({
      codec: this.#codec,
      optimizeForLatency: true,
      // A card's few decoding sessions are left to the windows: small pictures cost a processor little.
      hardwareAcceleration: 'prefer-software',
    });
  }

  #admits(unit: FeedUnit): boolean {
    const state = this.#state;
    if (state.kind !== 'decoding') return false;
    const queue = state.decoder.decodeQueueSize;
    const isBehind = queue > (state.catchesUp ? maxQueueAtFirst : maxQueue);
    // The first unit of a live rhythm finds the queue empty.
    if (queue === 0 && this.counts.decoded > 0) state.catchesUp = false;
    if (isBehind) state.skipsToKey = true;
    else if (unit.key) state.skipsToKey = false;
    return !state.skipsToKey;
  }

  #decode({ key, timeMs, data }: FeedUnit): void {
    const type = key ? 'key' : 'delta';
    this.#current?.decode(this.#tools.chunk({ type, timestamp: Math.round(timeMs * 1000), data }));
  }

  async #take(frame: VideoFrame, from: Decoder): Promise<void> {
    if (this.#copying || this.#current !== from) {
      frame.close();
      if (this.#current === from) this.#drop(1);
      return;
    }
    this.#copying = true;
    this.#inside -= 1;
    try {
      await this.#copy(frame);
      this.counts.decoded += 1;
    } catch {
      this.counts.dropped += 1;
    } finally {
      frame.close();
      this.#copying = false;
    }
  }

  get #current(): Decoder | null {
    return this.#state.kind === 'decoding' ? this.#state.decoder : null;
  }

  #fail(): void {
    this.counts.failed += 1;
    this.#closeDecoder();
    this.#state = { kind: 'idle' };
  }

  #drop(units: number): void {
    this.#inside -= units;
    this.counts.dropped += units;
  }

  #closeDecoder(): void {
    this.#drop(this.#inside);
    try {
      this.#current?.close();
    } catch {
      // A decoder that failed has closed itself.
    }
  }
}
