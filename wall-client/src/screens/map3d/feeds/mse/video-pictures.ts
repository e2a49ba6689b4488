// The few live feeds that play in <video> elements, as pictures on the graphics card.
import type { FeedUnit } from '@brightwall/protocol/map-feed';
import { LayerPool } from '../draw/layer-pool.ts';
import type { PictureAt } from '../draw/pictures.ts';
import type { FeedOpened } from '../worker/messages.ts';
import { VideoFeed } from './video-feed.ts';

/** A page plays this many without falling behind, beside its windows. */
export const maxVideos = 16;
/** All are brought to the card at this size. */
export const videoPx = { width: 640, height: 360 } as const;

export interface VideoStore {
  upload(layer: number, video: HTMLVideoElement): void;
}

interface Playing {
  feed: VideoFeed;
  /** Of what is on the card, s of media time. */
  drawnS: number;
  takenMs: number;
}

export class VideoPictures {
  readonly #playing = new Map<string, Playing>();
  readonly #pool = new LayerPool<string>();
  #wanted: ReadonlySet<string> = new Set();
  uploaded = 0;

  handleWanted(cameraIds: Iterable<string>): void {
    this.#wanted = new Set(cameraIds);
    for (const id of [...this.#playing.keys()]) if (!this.#wanted.has(id)) this.handleEnded(id);
  }

  handleOpened(opened: FeedOpened): void {
    this.handleEnded(opened.cameraId);
    if (!this.#wanted.has(opened.cameraId) || this.#playing.size >= maxVideos) return;
    this.#playing.set(opened.cameraId, { feed: new VideoFeed(opened), drawnS: -1, takenMs: 0 });
  }

  handleUnit(unit: FeedUnit): void {
    for (const { feed } of this.#playing.values()) if (feed.opened.feed === unit.feed) feed.handleUnit(unit);
  }

  handleEnded(cameraId: string): void {
    this.#playing.get(cameraId)?.feed.close();
    this.#playing.delete(cameraId);
    this.#pool.free(cameraId);
  }

  handleLost(): void {
    this.#pool.clear();
    for (const playing of this.#playing.values()) playing.drawnS = -1;
  }

  get size(): number {
    return this.#playing.size;
  }

  get isWaiting(): boolean {
    for (const playing of this.#playing.values()) if (isNewer(playing)) return true;
    return false;
  }

  sizeOf(cameraId: string): { width: number; height: number } | null {
    return this.#playing.get(cameraId)?.feed.opened ?? null;
  }

  at(cameraId: string): PictureAt | null {
    const playing = this.#playing.get(cameraId);
    const layer = this.#pool.get(cameraId);
    if (!playing || layer === null || playing.drawnS < 0) return null;
    const { takenMs } = playing;
    return { source: 'video', layer, x: 0, y: 0, ...videoPx, colour: 'full-601', takenMs };
  }

  upload(store: VideoStore, most: number, nowMs: number): number {
    let count = 0;
    for (const [id, playing] of this.#playing) {
      if (count >= most || !isNewer(playing)) continue;
      const layer = this.#pool.take(id, maxVideos, () => true);
      if (layer === null) continue;
      const { video } = playing.feed;
      store.upload(layer, video);
      playing.drawnS = video.currentTime;
      playing.takenMs = nowMs;
      count += 1;
    }
    this.uploaded += count;
    return count;
  }

  close(): void {
    this.handleWanted([]);
  }
}

const isNewer = ({ feed: { video }, drawnS }: Playing): boolean =>
  video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.currentTime !== drawnS;
