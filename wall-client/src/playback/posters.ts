// Thumbnails kept ready, so that a tile has a picture the moment it is asked for. A bounded number of
// copies, least recently used let go first.
import type { Clock, MonotonicMs } from '@brightwall/kit/clock';
import type { Posters } from './api.ts';
import type { CameraFacts } from './ports.ts';

/** 256×144 JPEGs of about 10 KB: 2 MB at most. */
const keptAtMost = 200;
/** Older copies are asked for anew; a newer thumbnail comes every 2 s. */
const freshForMs = 10_000;

interface Kept {
  url: string;
  atMs: MonotonicMs;
}

export interface PosterTools {
  fetchBlob(url: string, signal: AbortSignal): Promise<Blob>;
  createUrl(blob: Blob): string;
  revokeUrl(url: string): void;
}

export class PosterCache implements Posters {
  readonly #facts: CameraFacts;
  readonly #clock: Clock;
  readonly #tools: PosterTools;
  readonly #life = new AbortController();
  /** In order of use, oldest first. */
  #kept = new Map<string, Kept>();
  #asked = new Set<string>();

  constructor(facts: CameraFacts, clock: Clock, tools: PosterTools) {
    this.#facts = facts;
    this.#clock = clock;
    this.#tools = tools;
  }

  urlOf(cameraId: string): string | null {
    const kept = this.#kept.get(cameraId);
    if (kept && this.#clock.monotonicMs() - kept.atMs <= freshForMs) {
      this.#kept.delete(cameraId);
      this.#kept.set(cameraId, kept);
      return kept.url;
    }
    return thumbnailUrl(cameraId, this.#facts.thumbnailMs(cameraId));
  }

  prefetch(cameraId: string): void {
    const kept = this.#kept.get(cameraId);
    const nowMs = this.#clock.monotonicMs();
    if (kept && nowMs - kept.atMs < freshForMs / 2) return;
    if (this.#asked.has(cameraId)) return;
    const url = thumbnailUrl(cameraId, this.#facts.thumbnailMs(cameraId));
    if (!url) return;
    this.#asked.add(cameraId);
    this.#tools
      .fetchBlob(url, this.#life.signal)
      .then(blob => this.#keep(cameraId, { url: this.#tools.createUrl(blob), atMs: nowMs }))
      .catch(() => undefined) // the picture itself is asked for by its address then
      .finally(() => this.#asked.delete(cameraId));
  }

  close(): void {
    this.#life.abort();
    for (const { url } of this.#kept.values()) this.#tools.revokeUrl(url);
    this.#kept.clear();
  }

  get size(): number {
    return this.#kept.size;
  }

  #keep(cameraId: string, kept: Kept): void {
    if (this.#life.signal.aborted) {
      this.#tools.revokeUrl(kept.url);
      return;
    }
    const before = this.#kept.get(cameraId);
    if (before) this.#tools.revokeUrl(before.url);
    this.#kept.delete(cameraId);
    this.#kept.set(cameraId, kept);
    for (const [id, { url }] of this.#kept) {
      if (this.#kept.size <= keptAtMost) break;
      this.#kept.delete(id);
      this.#tools.revokeUrl(url);
    }
  }
}

/** The core's address of a thumbnail; the time in it makes each picture an address of its own. */
export function thumbnailUrl(cameraId: string, takenMs: number | undefined): string | null {
  return takenMs === undefined ? null : `/api/cameras/${cameraId}/thumbnail.jpg?t=${takenMs}`;
}

export const browserPosterTools: PosterTools = {
  async fetchBlob(url, signal) {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.blob();
  },
  createUrl: blob => URL.createObjectURL(blob),
  revokeUrl: url => URL.revokeObjectURL(url),
};
