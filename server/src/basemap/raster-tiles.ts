// Tiles of raster sources that a user brings, fetched and kept by the core: the source's token never reaches a
// browser, pages speak to the core only, and what was seen once is there when the source is not.
import type { Clock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { RasterSettings } from './ports.ts';
import { TileShelf } from './tile-shelf.ts';

export interface RasterTile {
  readonly bytes: Buffer;
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
}

export interface RasterTilesOptions {
  readonly rasters: readonly RasterSettings[];
  readonly folder: string;
  readonly cache: { readonly maxBytes: number; readonly maxAgeMs: number };
  readonly clock: Clock;
}

const timeoutMs = 10_000;
/** A tile of 512×512 as PNG is 600 KB at most. */
const maxBytes = 2_000_000;
/** Of one source at once: more is what providers close accounts for. */
const maxOpen = 8;
/** A source that fails is left alone for this long, tile by tile. */
const failedMs = 15_000;

export class RasterTiles {
  readonly #options: RasterTilesOptions;
  readonly #shelf: TileShelf;
  readonly #underWay = new Map<string, Promise<RasterTile>>();
  readonly #failed = new Map<string, number>();
  readonly #queues = new Map<string, { open: number; waiting: (() => void)[] }>();

  constructor(options: RasterTilesOptions) {
    this.#options = options;
    this.#shelf = new TileShelf(options.folder, options.cache.maxBytes);
  }

  /** Throws AppError not-found (no such source or tile), timed-out or media-unavailable (the source). */
  async tile(id: string, z: number, x: number, y: number): Promise<RasterTile> {
    const raster = this.#options.rasters.find(source => source.id === id);
    const side = 2 ** z;
    if (!raster || z < raster.minZoom || z > raster.maxZoom || x >= side || y >= side)
      throw new AppError('not-found', `${id}/${z}/${x}/${y}`);
    const name = `${id}/${z}/${x}/${y}`;
    const kept = await this.#kept(name);
    if (kept && !kept.isOld) return kept.tile;
    try {
      return await this.#fetchOnce(raster, name, { z, x, y });
    } catch (error) {
      // Yesterday's picture of a city is better than none.
      if (kept) return kept.tile;
      throw error;
    }
  }

  #fetchOnce(
    raster: RasterSettings,
    name: string,
    at: { z: number; x: number; y: number },
  ): Promise<RasterTile> {
    const known = this.#underWay.get(name);
    if (known) return known;
    const { clock } = this.#options;
    if ((this.#failed.get(name) ?? 0) > clock.monotonicMs())
      return Promise.reject(new AppError('media-unavailable', raster.id));
    const fetched = this.#inTurn(raster.id, () => fetchTile(raster, at))
      .then(async tile => {
        await this.#shelf.put(name, tile.bytes);
        return tile;
      })
      .catch(error => {
        if (this.#failed.size > 10_000) this.#failed.clear();
        this.#failed.set(name, clock.monotonicMs() + failedMs);
        throw error;
      })
      .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, fetched);
    return fetched;
  }

  async #kept(name: string): Promise<{ tile: RasterTile; isOld: boolean } | null> {
    const found = await this.#shelf.get(name);
    const type = found && typeOf(found.bytes);
    if (!found || !type) return null;
    const { cache, clock } = this.#options;
    return { tile: { bytes: found.bytes, type }, isOld: clock.epochMs() - found.writtenMs > cache.maxAgeMs };
  }

  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(id) ?? { open: 0, waiting: [] };
    this.#queues.set(id, queue);
    if (queue.open >= maxOpen) await new Promise<void>(resolve => queue.waiting.push(resolve));
    queue.open += 1;
    try {
      return await work();
    } finally {
      queue.open -= 1;
      queue.waiting.shift()?.();
    }
  }
}

async function fetchTile(
  { id, url, token }: RasterSettings,
  { z, x, y }: { z: number; x: number; y: number },
): Promise<RasterTile> {
  const address = url
    .replace('{z}', String(z))
    .replace('{x}', String(x))
    .replace('{y}', String(y))
    .replace('{token}', encodeURIComponent(token ?? ''));
  let response: Response;
  try {
    response = await fetch(address, {
      signal: AbortSignal.timeout(timeoutMs),
      // Wherever it leads, the token would go along.
      redirect: 'error',
      headers: { 'user-agent': 'Brightwall' },
    });
    if (response.status === 404) throw new AppError('not-found', `${id}/${z}/${x}/${y}`);
    // Never its address or its answer: both may hold the token.
    if (!response.ok) throw new AppError('media-unavailable', `${id}: HTTP ${response.status}`);
    const bytes = await readBounded(response);
    const type = bytes && typeOf(bytes);
    if (!bytes || !type) throw new AppError('media-unavailable', `${id}: 不是图片 / no picture`);
    return { bytes, type };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new AppError(isLate ? 'timed-out' : 'media-unavailable', id);
  }
}

/** Null when it is more than a tile can be. */
async function readBounded(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** By its first bytes, whatever a server calls it. */
function typeOf(bytes: Buffer): RasterTile['type'] | null {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  return null;
}
