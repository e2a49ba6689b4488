// What the core's pages of thumbnails hold, as it told last: whose picture is where, and which of them are new here.
import { type AtlasLayout, type AtlasPicture, placesOn } from '@brightwall/protocol/map-feed';

/** More pages than all the cameras a page may ask for can be on. */
const maxPages = 1024;

export interface PagePictures {
  layout: AtlasLayout;
  /** In the order of the page's pictures; by the core's clock. */
  pictures: { cameraId: string; takenMs: number }[];
}

export class PageLayouts {
  /** The one longest unused first. */
  readonly #layouts = new Map<number, AtlasLayout>();
  /** Of the cameras that are wanted, the newest picture that came. */
  readonly #takenMs = new Map<string, number>();
  #wanted: ReadonlySet<string> = new Set();

  handleLayout(layout: AtlasLayout): void {
    this.#layouts.delete(layout.page);
    if (this.#layouts.size >= maxPages)
      for (const page of this.#layouts.keys()) {
        this.#layouts.delete(page);
        break;
      }
    this.#layouts.set(layout.page, layout);
  }

  handleWanted(cameraIds: readonly string[]): void {
    this.#wanted = new Set(cameraIds);
    for (const id of this.#takenMs.keys()) if (!this.#wanted.has(id)) this.#takenMs.delete(id);
  }

  /** The connection is gone, and its pages with it. */
  handleLost(): void {
    this.#layouts.clear();
  }

  /** Null when it is by another layout than was told. */
  picturesOn({ page, version, madeMs, agesMs }: AtlasPicture): PagePictures | null {
    const layout = this.#layouts.get(page);
    if (layout?.version !== version) return null;
    this.handleLayout(layout);
    const pictures: PagePictures['pictures'] = [];
    for (const [slot, place] of placesOn(agesMs).entries())
      if (place !== null)
        pictures.push({ cameraId: layout.cameraIds[slot] ?? '', takenMs: madeMs - (agesMs[slot] as number) });
    return { layout, pictures };
  }

  /** How many are wanted and were not here before. */
  countNew({ pictures }: PagePictures): number {
    return pictures.filter(picture => this.#isNew(picture)).length;
  }

  handleDecoded({ pictures }: PagePictures): void {
    for (const { cameraId, takenMs } of pictures)
      if (this.#wanted.has(cameraId)) this.#takenMs.set(cameraId, takenMs);
  }

  #isNew({ cameraId, takenMs }: PagePictures['pictures'][number]): boolean {
    return this.#wanted.has(cameraId) && this.#takenMs.get(cameraId) !== takenMs;
  }
}
