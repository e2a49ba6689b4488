// The atlas pages that somebody looks at, made when most of their cameras have a new picture: what is encoded, sent and
// decoded by every viewer is then new. The next viewer of the same place costs nothing but sending.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { AtlasGroup, AtlasGroups } from './atlas-groups.ts';
import { type MadePage, makePage } from './atlas-page.ts';
import { DecodedThumbnails } from './decoded-thumbnails.ts';
import type { MapCamerasPort } from './ports.ts';

export interface AtlasViewer {
  /** A newer picture of a page it looks at is there. */
  handlePage(page: number): void;
}

interface Watched {
  readonly viewers: Set<AtlasViewer>;
  made: MadePage | null;
  madeMs: number;
  /** Cameras whose pictures, as far as they had any, are on the page. */
  tried: ReadonlySet<string>;
  /** Cameras with a picture that came since the page was begun, and when the first of them did. */
  fresh: Set<string>;
  freshMs: number;
  timer: Timer | null;
  working: boolean;
}

export interface AtlasOptions {
  readonly groups: AtlasGroups;
  readonly cameras: MapCamerasPort;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** No page is made oftener. */
const everyMs = 1000;
/** A page waits until so many of its pictures are new, and so long for the last of them. */
const freshShare = 0.75;
const gatherMs = 1500;
/** Pages made at once: as many threads as do it. */
const maxWorking = 2;

export class Atlas {
  made = 0;
  readonly #groups: AtlasGroups;
  readonly #cameras: MapCamerasPort;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #thumbnails: DecodedThumbnails;
  readonly #watched = new Map<number, Watched>();
  readonly #waiting: number[] = [];
  #working = 0;
  #closed = false;

  constructor({ groups, cameras, clock, onError }: AtlasOptions) {
    this.#groups = groups;
    this.#cameras = cameras;
    this.#clock = clock;
    this.#onError = onError;
    this.#thumbnails = new DecodedThumbnails(cameras, id => groups.pageOf(id) !== null);
  }

  get pages(): number {
    return this.#watched.size;
  }

  /** Pictures decoded so far. */
  get decoded(): number {
    return this.#thumbnails.decoded;
  }

  watch(viewer: AtlasViewer, page: number): void {
    let watched = this.#watched.get(page);
    if (!watched) {
      watched = {
        viewers: new Set(),
        made: null,
        madeMs: Number.NEGATIVE_INFINITY,
        tried: new Set(),
        fresh: new Set(),
        freshMs: 0,
        timer: null,
        working: false,
      };
      this.#watched.set(page, watched);
    }
    watched.viewers.add(viewer);
    if (watched.made) viewer.handlePage(page);
    this.#settle(page, watched);
  }

  leave(viewer: AtlasViewer, page: number): void {
    const watched = this.#watched.get(page);
    if (!watched?.viewers.delete(viewer) || watched.viewers.size > 0) return;
    watched.timer?.cancel();
    this.#watched.delete(page);
  }

  /** A camera of this page has a new picture. */
  handleThumbnail(page: number, cameraId: string): void {
    const watched = this.#watched.get(page);
    if (!watched) return;
    if (watched.fresh.size === 0) watched.freshMs = this.#clock.monotonicMs();
    watched.fresh.add(cameraId);
    this.#settle(page, watched);
  }

  /** It has other cameras now. */
  handleGroup(page: number): void {
    const watched = this.#watched.get(page);
    if (watched) this.#settle(page, watched);
  }

  handleUnwanted(cameraIds: readonly string[]): void {
    for (const id of cameraIds) this.#thumbnails.forget(id);
  }

  /** As it was made last. */
  picture(page: number): MadePage | null {
    return this.#watched.get(page)?.made ?? null;
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#watched.values()) timer?.cancel();
    this.#watched.clear();
  }

  #settle(page: number, watched: Watched): void {
    watched.timer?.cancel();
    watched.timer = null;
    const dueMs = this.#dueMs(page, watched);
    if (dueMs === null || watched.working || this.#closed) return;
    watched.timer = this.#clock.after(Math.max(0, dueMs - this.#clock.monotonicMs()), () => {
      watched.timer = null;
      if (!this.#waiting.includes(page)) this.#waiting.push(page);
      this.#work();
    });
  }

  /** When the page is to be made; null while nothing is new. */
  #dueMs(page: number, { madeMs, tried, fresh, freshMs }: Watched): number | null {
    const ids = this.#groups.group(page)?.cameraIds.filter(id => id !== null) ?? [];
    // One that shows nothing yet is not let wait for others.
    const isMissing = ids.some(id => !tried.has(id) && this.#cameras.thumbnail(id) !== undefined);
    if (isMissing || (fresh.size > 0 && fresh.size >= ids.length * freshShare)) return madeMs + everyMs;
    return fresh.size > 0 ? Math.max(madeMs + everyMs, freshMs + gatherMs) : null;
  }

  #work(): void {
    while (this.#working < maxWorking && !this.#closed) {
      const page = this.#waiting.shift();
      if (page === undefined) return;
      const watched = this.#watched.get(page);
      const group = this.#groups.group(page);
      if (!watched || !group || watched.working) continue;
      this.#working += 1;
      void this.#make(watched, group).finally(() => {
        this.#working -= 1;
        this.#work();
      });
    }
  }

  async #make(watched: Watched, group: AtlasGroup): Promise<void> {
    const { page, cameraIds } = group;
    watched.working = true;
    watched.madeMs = this.#clock.monotonicMs();
    watched.fresh = new Set();
    const has = (id: string | null): id is string => id !== null && this.#cameras.thumbnail(id) !== undefined;
    watched.tried = new Set(cameraIds.filter(has));
    try {
      const made = await makePage(group, this.#clock.epochMs(), this.#thumbnails);
      if (made) {
        this.made += 1;
        watched.made = made;
        for (const viewer of watched.viewers) viewer.handlePage(page);
      }
    } catch (error) {
      // No memory for it now: what was shown stays, and the next picture of a camera tries again.
      this.#onError(error);
    } finally {
      watched.working = false;
    }
    if (this.#watched.get(page) === watched) this.#settle(page, watched);
  }
}
