// The atlas pages that somebody looks at: made when one of their cameras has a new picture, at most once a second
// each, and kept so that the next viewer of the same place costs nothing but sending.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { AtlasLayout } from '@brightwall/protocol/map-feed';
import type { AtlasGroup, AtlasGroups } from './atlas-groups.ts';
import { AtlasPage, columns, rows, tile } from './atlas-page.ts';
import type { MapCamerasPort } from './ports.ts';

export interface AtlasViewer {
  /** A newer picture of a page it looks at is there. */
  handlePage(page: number): void;
}

interface Watched {
  readonly page: AtlasPage;
  readonly viewers: Set<AtlasViewer>;
  picture: { readonly version: number; readonly bytes: Uint8Array } | null;
  /** Something changed since the picture was begun. */
  dirty: boolean;
  madeMs: number;
  timer: Timer | null;
  working: boolean;
}

export interface AtlasOptions {
  readonly groups: AtlasGroups;
  readonly cameras: MapCamerasPort;
  /** Somebody looks at this camera's picture: only those are on a page. */
  readonly isWanted: (cameraId: string) => boolean;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const everyMs = 1000;
/** What nobody looks at any more is kept for whoever comes back: 3.5 MB a page at most. */
const keepMs = 20_000;
/** Pages made at once: as many threads as do it. */
const maxWorking = 2;

export class Atlas {
  made = 0;
  decoded = 0;
  readonly #groups: AtlasGroups;
  readonly #cameras: MapCamerasPort;
  readonly #isWanted: (cameraId: string) => boolean;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #watched = new Map<number, Watched>();
  readonly #waiting: number[] = [];
  #working = 0;
  #closed = false;

  constructor({ groups, cameras, isWanted, clock, onError }: AtlasOptions) {
    this.#groups = groups;
    this.#cameras = cameras;
    this.#isWanted = isWanted;
    this.#clock = clock;
    this.#onError = onError;
  }

  get pages(): number {
    return this.#watched.size;
  }

  watch(viewer: AtlasViewer, page: number): void {
    let watched = this.#watched.get(page);
    if (!watched) {
      watched = {
        page: new AtlasPage(this.#cameras),
        viewers: new Set(),
        picture: null,
        dirty: false,
        madeMs: Number.NEGATIVE_INFINITY,
        timer: null,
        working: false,
      };
      this.#watched.set(page, watched);
    }
    if (watched.viewers.size === 0) {
      watched.timer?.cancel();
      watched.timer = null;
    }
    watched.viewers.add(viewer);
    if (watched.picture) viewer.handlePage(page);
    if (!watched.picture || watched.dirty) this.#touch(page, watched);
  }

  leave(viewer: AtlasViewer, page: number): void {
    const watched = this.#watched.get(page);
    if (!watched?.viewers.delete(viewer) || watched.viewers.size > 0) return;
    watched.timer?.cancel();
    watched.timer = this.#clock.after(keepMs, () => this.#watched.delete(page));
  }

  /** Somebody looks at a camera of this page from now on. */
  handleWanted(page: number, cameraId: string): void {
    if (!this.#watched.get(page)?.page.shows(cameraId)) this.handleChanged(page);
  }

  /** A camera of this page has a new picture, or the page has other cameras. */
  handleChanged(page: number): void {
    const watched = this.#watched.get(page);
    if (watched && watched.viewers.size > 0) this.#touch(page, watched);
    else if (watched) watched.dirty = true;
  }

  picture(page: number): { readonly version: number; readonly bytes: Uint8Array } | null {
    return this.#watched.get(page)?.picture ?? null;
  }

  /** Null when the page has become another one since. */
  layout(page: number, version: number): AtlasLayout | null {
    const group = this.#groups.group(page);
    return group?.version === version ? layoutOf(group) : null;
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#watched.values()) timer?.cancel();
    this.#watched.clear();
  }

  #touch(page: number, watched: Watched): void {
    watched.dirty = true;
    watched.timer?.cancel();
    watched.timer = null;
    if (watched.working) return;
    const waitMs = watched.madeMs + everyMs - this.#clock.monotonicMs();
    watched.timer = this.#clock.after(Math.max(0, waitMs), () => {
      watched.timer = null;
      if (!this.#waiting.includes(page)) this.#waiting.push(page);
      this.#work();
    });
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
    watched.working = true;
    watched.dirty = false;
    watched.madeMs = this.#clock.monotonicMs();
    try {
      const before = watched.page.decoded;
      const bytes = await watched.page.make(group, this.#clock.epochMs(), this.#isWanted);
      if (!bytes) return;
      this.made += 1;
      this.decoded += watched.page.decoded - before;
      watched.picture = { version: group.version, bytes };
      for (const viewer of watched.viewers) viewer.handlePage(group.page);
    } catch (error) {
      // No memory for it now: what was shown stays, and the next picture of a camera tries again.
      this.#onError(error);
    } finally {
      watched.working = false;
    }
    if (watched.dirty && watched.viewers.size > 0 && !this.#closed) this.#touch(group.page, watched);
  }
}

export function layoutOf({ page, version, cameraIds }: AtlasGroup): AtlasLayout {
  return {
    kind: 'atlas',
    page,
    version,
    columns,
    rows,
    tileWidthPx: tile.widthPx,
    tileHeightPx: tile.heightPx,
    cameraIds: [...cameraIds],
  };
}
