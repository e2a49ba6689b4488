// One atlas page: the newest pictures of its cameras side by side, encoded once for all who look at it.
import { type AtlasLayout, type AtlasPicture, encodeAtlas } from '@brightwall/protocol/map-feed';
import sharp from 'sharp';
import type { AtlasGroup } from './atlas-groups.ts';
import { type DecodedThumbnail, type DecodedThumbnails, tile } from './decoded-thumbnails.ts';

// Several pages are made beside each other; threads of one would only wait for one another.
sharp.concurrency(1);
sharp.cache(false);

const columns = 8;
const rows = 4;
const tileRowBytes = tile.widthPx * 3;
/**
 * Small pictures seen small: finer costs bytes and shows nothing. Huffman tables made for each page would save a tenth
 * of its bytes and double what encoding it costs.
 */
const encoding = { quality: 62, optimiseCoding: false } as const;

export interface MadePage {
  readonly layout: AtlasLayout;
  /** One message for every viewer. */
  readonly bytes: Uint8Array;
}

/** Null where none of its cameras has a picture. */
export async function makePage(
  { page, version, cameraIds }: AtlasGroup,
  madeMs: number,
  thumbnails: Pick<DecodedThumbnails, 'newest'>,
): Promise<MadePage | null> {
  const drawn: (DecodedThumbnail | null)[] = [];
  for (const id of cameraIds) drawn.push(id === null ? null : await thumbnails.newest(id));
  const shown = drawn.filter(one => one !== null);
  if (shown.length === 0) return null;
  const agesMs = drawn.map(one => one && Math.max(0, madeMs - one.takenMs));
  const picture: AtlasPicture = { page, version, madeMs, agesMs, jpeg: await encode(shown) };
  const { widthPx, heightPx } = tile;
  const size = { columns, rows, tileWidthPx: widthPx, tileHeightPx: heightPx };
  return {
    layout: { kind: 'atlas', page, version, ...size, cameraIds: [...cameraIds] },
    bytes: encodeAtlas(picture),
  };
}

/** Side by side, row by row from the top left. */
function encode(pictures: readonly DecodedThumbnail[]): Promise<Buffer> {
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
