// Thumbnails: the newest key frame of each camera as a 256×144 JPEG, every so often.
import type { Clock, Timer } from '@brightwall/kit/clock';
import sharp from 'sharp';
import type { NalCodec, ParameterSets, Picture } from '../media/access-unit.ts';
import { DecoderRestarted, KeyFrameDecoder, thumbnailSize } from './key-frame-decoder.ts';

// One picture at a time: sharp's threads would take the cores from the streams for nothing.
sharp.concurrency(1);
sharp.cache(false);

/** Failures in a row after which a camera's pictures count as undecodable. */
const failuresToTell = 3;
/** An undecodable camera costs a restart of the decoder each time: try it seldom. */
const retryUndecodableMs = 20_000;

/** RTP tells JPEG's sides in one byte each, in blocks of eight (RFC 2435 §3.1.5). */
const maxJpegPixels = 2040 * 2040;

/** A snapshot's: the largest sensors of this trade have 12 megapixels. Decoded at an eighth of its sides. */
const maxSnapshotPixels = 16_000_000;

export interface ThumbnailOutput {
  /** Key frames are of use, or of none until they are again: putting them together is what a thumbnail costs most. */
  onWanted(wanted: boolean): void;
  /**
   * Before it is encoded, 256×144 RGB, the middle of the picture: may be changed in place. False: no thumbnail may
   * be made of this camera.
   */
  onPixels?(rgb: Uint8Array, takenMs: number): boolean;
  onThumbnail(jpeg: Uint8Array, takenMs: number): void;
  onDecodable(): void;
  onUndecodable(detail: string): void;
}

export class ThumbnailMaker {
  #clock: Clock;
  #decoders = new Map<NalCodec, KeyFrameDecoder>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get restarts(): number {
    return [...this.#decoders.values()].reduce((sum, decoder) => sum + decoder.restarts, 0);
  }

  /** JPEG of a key frame; null when `allow`, which sees its pixels first, says so. */
  async make(
    unit: Picture,
    sets: ParameterSets,
    allow: (rgb: Uint8Array) => boolean = () => true,
  ): Promise<Uint8Array | null> {
    const rgb = await this.#pixels(unit, sets);
    return allow(rgb) ? encode(rgb) : null;
  }

  /** The same of a camera's own JPEG; `allow` also hears its shape. Rejects when it cannot be decoded. */
  async makeOfJpeg(
    jpeg: Uint8Array,
    allow: (rgb: Uint8Array, shape: { widthPx: number; heightPx: number }) => boolean,
  ): Promise<Uint8Array | null> {
    const options = { limitInputPixels: maxSnapshotPixels };
    const { width, height } = await sharp(jpeg, options).metadata();
    const rgb = await small(jpeg, maxSnapshotPixels);
    return allow(rgb, { widthPx: width, heightPx: height }) ? encode(rgb) : null;
  }

  async #pixels(unit: Picture, sets: ParameterSets): Promise<Buffer> {
    if (unit.codec === 'jpeg') return small(unit.jpeg, maxJpegPixels);
    let decoder = this.#decoders.get(unit.codec);
    if (!decoder) {
      decoder = new KeyFrameDecoder(unit.codec, this.#clock);
      this.#decoders.set(unit.codec, decoder);
    }
    return decoder.decode(unit, sets);
  }

  close(): void {
    for (const decoder of this.#decoders.values()) decoder.close();
    this.#decoders.clear();
  }
}

/** RGB of thumbnail size, the middle of the picture. */
function small(jpeg: Uint8Array, limitInputPixels: number): Promise<Buffer> {
  return sharp(jpeg, { limitInputPixels })
    .resize(thumbnailSize.widthPx, thumbnailSize.heightPx, { fit: 'cover' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
}

function encode(rgb: Uint8Array): Promise<Buffer> {
  const { widthPx: width, heightPx: height } = thumbnailSize;
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** One camera's thumbnails: takes its key frames as they come and makes a picture of one every `everyMs`. */
export class CameraThumbnails {
  #maker: ThumbnailMaker;
  #clock: Clock;
  #everyMs: number;
  #out: ThumbnailOutput;
  /** Until the next is due. */
  #rest: Timer | null = null;
  #busy = false;
  #failures = 0;
  #closed = false;

  constructor(maker: ThumbnailMaker, clock: Clock, everyMs: number, out: ThumbnailOutput) {
    this.#maker = maker;
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#out = out;
  }

  handleKeyFrame(unit: Picture, sets: ParameterSets): void {
    if (this.#busy || this.#closed || this.#rest) return;
    this.#busy = true;
    // A key frame that comes a little early counts: cameras send one every 2 s, give or take a frame.
    this.#restFor(this.#everyMs * 0.9);
    const takenMs = this.#clock.epochMs();
    this.#maker
      .make(unit, { ...sets }, rgb => this.#out.onPixels?.(rgb, takenMs) ?? true)
      .then(
        jpeg => {
          if (this.#closed) return;
          this.#failures = 0;
          if (jpeg) this.#out.onThumbnail(jpeg, takenMs);
          this.#out.onDecodable();
        },
        (error: Error) => this.#handleFailure(error),
      )
      .finally(() => {
        this.#busy = false;
      });
  }

  /** Begins to ask for key frames. */
  start(): void {
    this.#out.onWanted(true);
  }

  close(): void {
    this.#closed = true;
    this.#rest?.cancel();
    this.#out.onWanted(false);
  }

  #restFor(ms: number): void {
    this.#rest?.cancel();
    this.#out.onWanted(false);
    this.#rest = this.#clock.after(ms, () => {
      this.#rest = null;
      this.#out.onWanted(true);
    });
  }

  #handleFailure(error: Error): void {
    if (this.#closed || error instanceof DecoderRestarted) return;
    this.#failures += 1;
    if (this.#failures < failuresToTell) return;
    this.#restFor(retryUndecodableMs);
    this.#out.onUndecodable(error.message);
  }
}
