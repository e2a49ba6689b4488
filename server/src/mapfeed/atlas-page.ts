// One atlas page: the newest pictures of its cameras side by side. Each picture is decoded once, when it is new;
// the page is encoded once for all who look at it.
import { type AtlasPicture, encodeAtlas } from '@brightwall/protocol/map-feed';
import sharp from 'sharp';
import type { AtlasGroup } from './atlas-groups.ts';
import type { MapCamerasPort } from './ports.ts';

// Several pages are made beside each other; threads of one would only wait for one another.
sharp.concurrency(1);
sharp.cache(false);

export const tile = { widthPx: 256, heightPx: 144 } as const;
export const columns = 8;
export const rows = 4;
const widthPx = columns * tile.widthPx;
const heightPx = rows * tile.heightPx;
/**
 * Small pictures seen small: finer costs bytes and shows nothing. Huffman tables made for each page would save a tenth
 * of its bytes and double what encoding it costs.
 */
const encoding = { quality: 62, optimiseCoding: false } as const;
/** What an agent may send as a thumbnail is no larger. */
const maxPixels = 1920 * 1080;

export class AtlasPage {
  /** Pictures decoded so far. */
  decoded = 0;
  readonly #cameras: Pick<MapCamerasPort, 'thumbnail'>;
  #rgb = Buffer.alloc(widthPx * heightPx * 3);
  #drawn: ({ id: string; takenMs: number } | null)[] = new Array(columns * rows).fill(null);

  constructor(cameras: Pick<MapCamerasPort, 'thumbnail'>) {
    this.#cameras = cameras;
  }

  /** The page as one message for every viewer. One call at a time. */
  async make(group: AtlasGroup, madeMs: number): Promise<Uint8Array> {
    for (const [slot, id] of group.cameraIds.entries()) await this.#draw(slot, id);
    const jpeg = await sharp(this.#rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .jpeg(encoding)
      .toBuffer();
    const { page, version } = group;
    const agesMs = this.#drawn.map(drawn => (drawn ? Math.max(0, madeMs - drawn.takenMs) : null));
    return encodeAtlas({ page, version, madeMs, agesMs, jpeg } satisfies AtlasPicture);
  }

  async #draw(slot: number, id: string | null): Promise<void> {
    const drawn = this.#drawn[slot];
    const newest = id === null ? undefined : this.#cameras.thumbnail(id);
    if (drawn && drawn.id === id && (!newest || newest.takenMs === drawn.takenMs)) return;
    if (!drawn && !newest) return;
    const pixels = newest && (await decode(newest.jpeg));
    if (pixels) this.decoded += 1;
    this.#blit(slot, pixels ?? null);
    this.#drawn[slot] = id !== null && newest && pixels ? { id, takenMs: newest.takenMs } : null;
  }

  /** Null: black. */
  #blit(slot: number, pixels: Buffer | null): void {
    const rowBytes = tile.widthPx * 3;
    const left = (slot % columns) * rowBytes;
    const top = Math.floor(slot / columns) * tile.heightPx;
    for (let y = 0; y < tile.heightPx; y++) {
      const at = (top + y) * widthPx * 3 + left;
      if (pixels) pixels.copy(this.#rgb, at, y * rowBytes, (y + 1) * rowBytes);
      else this.#rgb.fill(0, at, at + rowBytes);
    }
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
