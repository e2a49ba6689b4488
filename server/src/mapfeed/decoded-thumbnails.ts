// The newest pictures of the cameras that somebody looks at, as pixels: each decoded once, whichever page it is on.
import sharp from 'sharp';
import type { MapCamerasPort } from './ports.ts';

/** As wide as a board before it moves (60 to 160 px): larger would be decoded by every page for nobody's eye. */
export const tile = { widthPx: 192, heightPx: 108 } as const;
/** What an agent may send as a thumbnail is no larger. */
const maxPixels = 1920 * 1080;

export interface DecodedThumbnail {
  readonly takenMs: number;
  readonly rgb: Buffer;
}

export class DecodedThumbnails {
  /** Pictures decoded so far. */
  decoded = 0;
  readonly #cameras: Pick<MapCamerasPort, 'thumbnail'>;
  readonly #isKept: (cameraId: string) => boolean;
  /** 62 KB each. */
  readonly #kept = new Map<string, DecodedThumbnail>();

  /** `isKept`: somebody looks at this camera's picture. */
  constructor(cameras: Pick<MapCamerasPort, 'thumbnail'>, isKept: (cameraId: string) => boolean) {
    this.#cameras = cameras;
    this.#isKept = isKept;
  }

  /** Null where there is none, or what there is is no picture. */
  async newest(cameraId: string): Promise<DecodedThumbnail | null> {
    const before = this.#kept.get(cameraId) ?? null;
    const newest = this.#cameras.thumbnail(cameraId);
    if (!newest || newest.takenMs === before?.takenMs) return before;
    const rgb = await decode(newest.jpeg);
    if (!rgb) return null;
    this.decoded += 1;
    const decoded = { takenMs: newest.takenMs, rgb };
    if (this.#isKept(cameraId)) this.#kept.set(cameraId, decoded);
    return decoded;
  }

  forget(cameraId: string): void {
    this.#kept.delete(cameraId);
  }
}

/** Null when it is no picture. */
async function decode(jpeg: Buffer): Promise<Buffer | null> {
  try {
    return await sharp(jpeg, { limitInputPixels: maxPixels })
      .resize(tile.widthPx, tile.heightPx, { fit: 'fill' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer();
  } catch {
    return null;
  }
}
