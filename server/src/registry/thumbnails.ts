// The newest thumbnail of each camera, in memory: a poster is of the moment, and the edge sends another
// within seconds of any start.

export interface KeptThumbnail {
  readonly takenMs: number;
  readonly jpeg: Buffer;
  readonly etag: string;
}

/** 256×144 JPEGs are 5–20 KB; ten times that is no thumbnail. */
export const maxThumbnailBytes = 200_000;

/** Older by more is no picture that came late, but an edge box whose clock was set right. */
const clockStepMs = 60_000;

export class Thumbnails {
  readonly #newest = new Map<string, KeptThumbnail>();

  /** False when it is no JPEG, too big, or older than the one kept. */
  keep(cameraId: string, takenMs: number, jpeg: Buffer): boolean {
    if (jpeg.length > maxThumbnailBytes || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return false;
    const before = this.#newest.get(cameraId);
    const olderByMs = before ? before.takenMs - takenMs : 0;
    if (olderByMs > 0 && olderByMs < clockStepMs) return false;
    this.#newest.set(cameraId, {
      takenMs,
      jpeg,
      etag: `"${Math.round(takenMs).toString(36)}-${jpeg.length}"`,
    });
    return true;
  }

  get(cameraId: string): KeptThumbnail | undefined {
    return this.#newest.get(cameraId);
  }
}
