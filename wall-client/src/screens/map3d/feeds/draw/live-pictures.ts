// The live feeds as pictures on the graphics card: a layer each, brought there when a newer picture lies in its slot.
import { FrameSlot } from '../decode/frame-slot.ts';
import type { ColourKind } from '../decode/i420.ts';
import type { FeedOpened, FrameDecoded } from '../worker/messages.ts';
import { LayerPool } from './layer-pool.ts';
import type { PictureAt } from './pictures.ts';
import type { PlaneArray } from './plane-array.ts';

/** Where planes are put: the card's array, layer by layer. */
export type PlaneStore = Pick<PlaneArray, 'limit' | 'fit' | 'upload'>;

/** On the graphics card: 280 substreams of 640×360. */
export const maxLiveBytes = 96 * 1024 * 1024;

interface Feed {
  opened: FeedOpened;
  slot: FrameSlot | null;
  /** Where memory is not shared: the newest picture, until it is drawn. */
  frame: FrameDecoded | null;
  /** Sequence of what is on the card. */
  drawn: number;
  picture: { width: number; height: number; colour: ColourKind; takenMs: number } | null;
}

export class LivePictures {
  readonly #giveBack: (feed: number, planes: ArrayBuffer) => void;
  readonly #feeds = new Map<string, Feed>();
  readonly #pool = new LayerPool<string>();
  #wanted: ReadonlySet<string> = new Set();
  #turn = 0;
  /** Pictures brought to the card since the beginning. */
  uploaded = 0;

  constructor(giveBack: (feed: number, planes: ArrayBuffer) => void) {
    this.#giveBack = giveBack;
  }

  handleWanted(cameraIds: Iterable<string>): void {
    this.#wanted = new Set(cameraIds);
    for (const id of [...this.#feeds.keys()]) if (!this.#wanted.has(id)) this.handleEnded(id);
  }

  handleOpened(opened: FeedOpened): void {
    this.handleEnded(opened.cameraId);
    if (!this.#wanted.has(opened.cameraId)) return;
    const slot = opened.slot && new FrameSlot(opened.slot);
    this.#feeds.set(opened.cameraId, { opened, slot, frame: null, drawn: 0, picture: null });
  }

  handleFrame(frame: FrameDecoded): void {
    for (const feed of this.#feeds.values())
      if (feed.opened.feed === frame.feed) {
        feed.frame = frame;
        return;
      }
  }

  handleEnded(cameraId: string): void {
    this.#feeds.delete(cameraId);
    this.#pool.free(cameraId);
  }

  handleLost(): void {
    this.#pool.clear();
    for (const feed of this.#feeds.values()) {
      feed.drawn = 0;
      feed.picture = null;
    }
  }

  get size(): number {
    return this.#feeds.size;
  }

  get isWaiting(): boolean {
    for (const feed of this.#feeds.values()) if (isNewer(feed)) return true;
    return false;
  }

  /** A feed's size as the core told it; null while there is none. */
  sizeOf(cameraId: string): { width: number; height: number } | null {
    return this.#feeds.get(cameraId)?.opened ?? null;
  }

  at(cameraId: string): PictureAt | null {
    const picture = this.#feeds.get(cameraId)?.picture;
    const layer = this.#pool.get(cameraId);
    return picture && layer !== null ? { source: 'live', layer, x: 0, y: 0, ...picture } : null;
  }

  /** Brings at most `most` newer pictures to the card, each feed in its turn; how many. */
  upload(array: PlaneStore, most: number, nowMs: number): number {
    let count = 0;
    const ids = [...this.#feeds.keys()];
    for (let i = 0; i < ids.length && count < most; i += 1) {
      const id = ids[(this.#turn + i) % ids.length] as string;
      const feed = this.#feeds.get(id) as Feed;
      if (!isNewer(feed) || !this.#draw(array, id, feed, nowMs)) continue;
      count += 1;
      if (count === most) this.#turn = (this.#turn + i + 1) % ids.length;
    }
    this.uploaded += count;
    return count;
  }

  #draw(array: PlaneStore, id: string, feed: Feed, nowMs: number): boolean {
    const { opened, slot, frame } = feed;
    const newest =
      slot?.newest() ??
      (frame && { ...frame, sequence: feed.drawn + 1, planes: new Uint8Array(frame.planes) });
    if (!newest) return false;
    const limit = array.limit(opened.width, opened.height);
    let layer = this.#pool.take(id, limit, other => this.#wanted.has(other));
    if (layer === null) return false;
    if (
      array.fit(Math.max(opened.width, newest.width), Math.max(opened.height, newest.height), this.#pool.high)
    ) {
      this.handleLost();
      layer = this.#pool.take(id, limit, () => true) as number;
    }
    const { width, height, colour, sequence, planes } = newest;
    array.upload(layer, width, height, planes);
    feed.drawn = sequence;
    feed.picture = { width, height, colour, takenMs: nowMs };
    if (frame) this.#giveBack(opened.feed, frame.planes);
    feed.frame = null;
    return true;
  }
}

const isNewer = ({ slot, frame, drawn }: Feed): boolean => (slot ? slot.sequence !== drawn : frame !== null);
