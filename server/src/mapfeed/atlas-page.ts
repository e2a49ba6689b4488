// One atlas page: the newest pictures of those of its cameras that somebody looks at, side by side. Each picture is
// decoded once, when it is new; the page is encoded once for all who look at it.
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
const tileRowBytes = tile.widthPx * 3;
/**
 * Small pictures seen small: finer costs bytes and shows nothing. Huffman tables made for each page would save a tenth
 * of its bytes and double what encoding it costs.
 */
const encoding = { quality: 62, optimiseCoding: false } as const;
/** What an agent may send as a thumbnail is no larger. */
const maxPixels = 1920 * 1080;

interface Drawn {
  readonly id: string;
  readonly takenMs: number;
  readonly rgb: Buffer;
}

export class AtlasPage {
  /** Pictures decoded so far. */
  decoded = 0;
  readonly #cameras: Pick<MapCamerasPort, 'thumbnail'>;
  #drawn: (Drawn | null)[] = [];

  constructor(cameras: Pick<MapCamerasPort, 'thumbnail'>) {
    this.#cameras = cameras;
  }

  /** On the page as it was made last. */
  shows(cameraId: string): boolean {
    return this.#drawn.some(one => one?.id === cameraId);
  }

  /** The page as one message for every viewer; null where no camera that is wanted has a picture. One call at a time. */
  async make(
    group: AtlasGroup,
    madeMs: number,
    isWanted: (cameraId: string) => boolean,
  ): Promise<Uint8Array | null> {
    const drawn: (Drawn | null)[] = [];
    for (const [slot, id] of group.cameraIds.entries())
      drawn.push(id !== null && isWanted(id) ? await this.#draw(slot, id) : null);
    this.#drawn = drawn;
    const shown = drawn.filter(one => one !== null);
    if (shown.length === 0) return null;
    const { page, version } = group;
    const agesMs = drawn.map(one => one && Math.max(0, madeMs - one.takenMs));
    return encodeAtlas({ page, version, madeMs, agesMs, jpeg: await encode(shown) } satisfies AtlasPicture);
  }

  async #draw(slot: number, id: string): Promise<Drawn | null> {
    const before = this.#drawn[slot]?.id === id ? this.#drawn[slot] : null;
    const newest = this.#cameras.thumbnail(id);
    if (!newest || newest.takenMs === before?.takenMs) return before;
    const rgb = await decode(newest.jpeg);
    if (!rgb) return null;
    this.decoded += 1;
    return { id, takenMs: newest.takenMs, rgb };
  }
}

/** Side by side, row by row from the top left. */
function encode(pictures: readonly Drawn[]): Promise<Buffer> {
  const across = Math.min(columns, pictures.length);
  const down = Math.ceil(pictures.length / columns);
  const rowBytes = across * tileRowBytes;
  const pixels = Buffer.alloc(down * tile.heightPx * rowBytes);
  for (const [at, { rgb }] of pictures.entries()) {
    const from = Math.floor(at / columns) * tile.heightPx * rowBytes + (at % columns) * tileRowBytes;
    for (let y = 0; y < tile.heightPx; y++)
      rgb.copy(pixels, from + y * rowBytes, y * tileRowBytes, (y + 1) * tileRowBytes);
  }
  const raw = { width: across * tile.widthPx, height: down * tile.heightPx, channels: 3 } as const;
  return sharp(pixels, { raw }).jpeg(encoding).toBuffer();
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
