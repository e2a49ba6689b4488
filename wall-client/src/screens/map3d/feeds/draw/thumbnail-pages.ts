// The pages of thumbnails: what the core said they hold, what of them is on the graphics card, how old each picture
// is. A page's newest picture waits here until it is drawn; a newer one takes its place.
import { type AtlasLayout, placesOn } from '@brightwall/protocol/map-feed';
import type { PageDecoded } from '../worker/messages.ts';
import { LayerPool } from './layer-pool.ts';
import type { PictureAt } from './pictures.ts';
import type { PlaneArray } from './plane-array.ts';

/** Where planes are put: the card's array, layer by layer. */
export type PlaneStore = Pick<PlaneArray, 'limit' | 'fit' | 'upload'>;

/** On the graphics card: what 1150 thumbnails of 256×144 take. */
export const maxThumbnailBytes = 64 * 1024 * 1024;
/** More pages than a hundred thousand cameras need: what a core cannot mean. */
const maxPages = 16_384;

interface Drawn {
  layout: AtlasLayout;
  decoded: Omit<PageDecoded, 'planes'>;
  /** By slot, which picture of the page. */
  places: readonly (number | null)[];
}

export class ThumbnailPages {
  readonly #giveBack: (planes: ArrayBuffer) => void;
  readonly #told = new Map<number, AtlasLayout>();
  readonly #drawn = new Map<number, Drawn>();
  readonly #waiting = new Map<number, PageDecoded>();
  readonly #pool = new LayerPool<number>();
  /** Camera → its page and slot, by what the core said last. */
  readonly #where = new Map<string, { page: number; slot: number }>();
  #needed: ReadonlySet<number> = new Set();
  /** Page pictures brought to the card since the beginning. */
  uploaded = 0;

  constructor(giveBack: (planes: ArrayBuffer) => void) {
    this.#giveBack = giveBack;
  }

  handleLayout(layout: AtlasLayout): void {
    const before = this.#told.get(layout.page);
    if (!before && this.#told.size >= maxPages) return;
    for (const id of before?.cameraIds ?? [])
      if (id !== null && this.#where.get(id)?.page === layout.page) this.#where.delete(id);
    for (const [slot, id] of layout.cameraIds.entries())
      if (id !== null) this.#where.set(id, { page: layout.page, slot });
    this.#told.set(layout.page, layout);
  }

  handlePage(decoded: PageDecoded): void {
    this.#drop(decoded.page);
    this.#waiting.set(decoded.page, decoded);
  }

  /** Which cameras are shown: their pages keep their places on the card. */
  handleShown(cameraIds: Iterable<string>): void {
    const needed = new Set<number>();
    for (const id of cameraIds) {
      const where = this.#where.get(id);
      if (where) needed.add(where.page);
    }
    this.#needed = needed;
  }

  /** A new connection says all its pages anew; what is drawn stays until then. */
  handleConnected(): void {
    this.#told.clear();
  }

  /** The card is gone with all that was on it. */
  handleLost(): void {
    for (const page of [...this.#waiting.keys()]) this.#drop(page);
    this.#drawn.clear();
    this.#pool.clear();
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  at(cameraId: string): PictureAt | null {
    const where = this.#where.get(cameraId);
    const drawn = where && this.#drawn.get(where.page);
    const layer = where && this.#pool.get(where.page);
    if (!drawn || layer == null) return null;
    // The page may have been laid out anew since it was drawn.
    const { layout, decoded, places } = drawn;
    const slot = layout.cameraIds[where.slot] === cameraId ? where.slot : layout.cameraIds.indexOf(cameraId);
    const age = decoded.agesMs[slot];
    const place = places[slot];
    if (age == null || place == null) return null;
    return {
      source: 'thumbnail',
      layer,
      x: (place % layout.columns) * layout.tileWidthPx,
      y: Math.floor(place / layout.columns) * layout.tileHeightPx,
      width: layout.tileWidthPx,
      height: layout.tileHeightPx,
      colour: decoded.colour,
      takenMs: decoded.madeMs - age,
    };
  }

  /** Brings what waits to the card until so many bytes are spent, one page at least; how many pages. */
  upload(array: PlaneStore, most: number): number {
    let [count, bytes] = [0, 0];
    for (const [page, decoded] of this.#waiting) {
      if (bytes >= most) break;
      bytes += decoded.planes.byteLength;
      if (this.#draw(array, page, decoded)) count += 1;
      this.#drop(page);
    }
    this.uploaded += count;
    return count;
  }

  #draw(array: PlaneStore, page: number, decoded: PageDecoded): boolean {
    const layout = this.#told.get(page);
    const { width, height } = decoded;
    // Made by a layout that is no more, or not of the size it should be.
    if (layout?.version !== decoded.version) return false;
    const places = placesOn(decoded.agesMs);
    const count = places.filter(place => place !== null).length;
    const across = Math.min(layout.columns, count) * layout.tileWidthPx;
    const down = Math.ceil(count / layout.columns) * layout.tileHeightPx;
    const full = { width: layout.columns * layout.tileWidthPx, height: layout.rows * layout.tileHeightPx };
    if (across > width || down > height || width > full.width || height > full.height) return false;
    // A layer has room for the whole page, however few of it are looked at now.
    const limit = array.limit(full.width, full.height);
    const take = () => this.#pool.take(page, limit, other => this.#needed.has(other));
    let layer = take();
    if (layer === null) return false;
    if (array.fit(full.width, full.height, this.#pool.high)) {
      this.#drawn.clear();
      this.#pool.clear();
      layer = take() as number;
    }
    array.upload(layer, width, height, new Uint8Array(decoded.planes));
    const { planes: _, ...kept } = decoded;
    this.#drawn.set(page, { layout, decoded: kept, places });
    return true;
  }

  #drop(page: number): void {
    const decoded = this.#waiting.get(page);
    this.#waiting.delete(page);
    if (decoded) this.#giveBack(decoded.planes);
  }
}
