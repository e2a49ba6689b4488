// One page at the map. What it wants is looked after; what is new is sent while what is under way stays small.
// Newest wins: a page that is behind misses pictures, it never gets old ones.
import type { MapView } from '@brightwall/protocol/map-feed';
import type { Atlas, AtlasViewer } from './atlas.ts';
import type { AtlasGroups } from './atlas-groups.ts';
import type { LiveFeeds, LiveUnit, LiveViewer } from './live-feeds.ts';
import type { FeedError, ViewerOutput } from './ports.ts';
import type { ThumbnailDemand } from './thumbnail-demand.ts';

export interface ViewerParts {
  readonly groups: AtlasGroups;
  readonly atlas: Atlas;
  readonly feeds: LiveFeeds;
  readonly demand: ThumbnailDemand;
}

/** Bytes sent and not said to have arrived: a third of a second of what a page of 64 live feeds gets. */
const windowBytes = 1_500_000;

interface Shown {
  /** Of the feed last told; another life of the stream is another feed. */
  feed: number;
  /** A unit was left out: nothing can be decoded before a key frame. */
  waitsForKey: boolean;
}

export class Viewer implements AtlasViewer, LiveViewer {
  dropped = 0;
  readonly #out: ViewerOutput;
  readonly #parts: ViewerParts;
  #thumbnails: readonly string[] = [];
  #pages = new Set<number>();
  /** Pages with a picture that was not sent yet, the longest waiting first. */
  #due = new Set<number>();
  /** The version of each page's layout that was told. */
  #layouts = new Map<number, number>();
  #live = new Map<string, Shown>();
  #sent = 0;
  #arrived = 0;
  #closed = false;

  constructor(out: ViewerOutput, parts: ViewerParts) {
    this.#out = out;
    this.#parts = parts;
  }

  handleView({ thumbnails, live }: MapView): void {
    if (this.#closed) return;
    const { feeds, demand } = this.#parts;
    const [before, pagesBefore] = [new Set(this.#thumbnails), this.#pages];
    this.#thumbnails = thumbnails;
    demand.want(this, thumbnails);
    this.#lookAtPages();
    const more = thumbnails.filter(id => !before.has(id));
    this.#lookAgain(more, pagesBefore);
    const wanted = new Set<string>(live);
    for (const cameraId of [...this.#live.keys()])
      if (!wanted.has(cameraId)) {
        this.#live.delete(cameraId);
        feeds.leave(this, cameraId);
      }
    for (const cameraId of wanted)
      if (!this.#live.has(cameraId)) {
        this.#live.set(cameraId, { feed: 0, waitsForKey: true });
        feeds.watch(this, cameraId);
      }
  }

  /** `bytes`: arrived in all. */
  handleAck(bytes: number): void {
    this.#arrived = Math.max(this.#arrived, Math.min(bytes, this.#sent));
    this.#sendDue();
  }

  /** These pages have other cameras now. */
  handleGroups(changed: ReadonlySet<number>): void {
    for (const page of this.#pages)
      if (changed.has(page)) {
        this.#lookAtPages();
        return;
      }
  }

  handlePage(page: number): void {
    this.#due.add(page);
    this.#sendDue();
  }

  handleUnit({ feed, key, bytes }: LiveUnit): void {
    const shown = this.#live.get(feed.cameraId);
    if (!shown) return;
    if ((shown.waitsForKey || shown.feed !== feed.feed) && !key) return;
    if (!this.#hasRoom) {
      this.dropped += 1;
      shown.waitsForKey = true;
      return;
    }
    shown.waitsForKey = false;
    if (shown.feed !== feed.feed) {
      shown.feed = feed.feed;
      this.#out.say(feed);
    }
    this.#send(bytes);
  }

  handleNoFeed(cameraId: string, error: FeedError): void {
    const shown = this.#live.get(cameraId);
    if (!shown) return;
    shown.feed = 0;
    shown.waitsForKey = true;
    this.#out.say({ kind: 'feed-ended', cameraId, error });
  }

  close(): void {
    if (this.#closed) return;
    this.handleView({ kind: 'view', thumbnails: [], live: [] });
    this.#closed = true;
  }

  get #hasRoom(): boolean {
    return this.#sent - this.#arrived < windowBytes;
  }

  #lookAtPages(): void {
    const { groups, atlas } = this.#parts;
    const pages = new Set<number>();
    for (const id of this.#thumbnails) {
      const page = groups.pageOf(id);
      if (page !== null) pages.add(page);
    }
    for (const page of this.#pages)
      if (!pages.has(page)) {
        this.#due.delete(page);
        this.#layouts.delete(page);
        atlas.leave(this, page);
      }
    const before = this.#pages;
    this.#pages = pages;
    for (const page of pages) if (!before.has(page)) atlas.watch(this, page);
  }

  /** What of these came on a page before, for another's sake, was not kept by this one. */
  #lookAgain(cameraIds: readonly string[], pagesBefore: ReadonlySet<number>): void {
    const { groups, atlas } = this.#parts;
    for (const id of cameraIds) {
      const page = groups.pageOf(id);
      if (page === null || !pagesBefore.has(page)) continue;
      if (atlas.picture(page)?.layout.cameraIds.includes(id)) this.#due.add(page);
    }
    this.#sendDue();
  }

  #sendDue(): void {
    const { atlas } = this.#parts;
    for (const page of this.#due) {
      if (!this.#hasRoom) return;
      this.#due.delete(page);
      const picture = atlas.picture(page);
      if (!picture) continue;
      if (this.#layouts.get(page) !== picture.layout.version) {
        this.#layouts.set(page, picture.layout.version);
        this.#out.say(picture.layout);
      }
      this.#send(picture.bytes);
    }
  }

  #send(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    this.#out.send(bytes);
  }
}
