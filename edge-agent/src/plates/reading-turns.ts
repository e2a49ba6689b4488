// Which cameras are read when all of them are more than this machine can read: as many as it reads whole, and the
// others say that they are not read. A frame here and a frame there of every camera reads no vehicle anywhere.
import type { Clock } from '@brightwall/kit/clock';

/** How long pictures are counted before the number of cameras is judged. */
const windowMs = 5000;
/** More of the due pictures left out than this: a camera less. Fewer than this: room for one more. */
const tooMany = 0.05;
const few = 0.01;
/** After there were too many, it is not tried again for so long. */
const contentMs = 60_000;

export class ReadingTurns {
  #clock: Clock;
  /** Cameras being read, the longest first. */
  #inside = new Set<string>();
  #most: number;
  #read = 0;
  #skipped = 0;
  #waited = false;
  #judgedMs: number;
  #contentUntilMs = 0;

  /** `most`: how many cameras at once to begin with. */
  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
    this.#judgedMs = clock.monotonicMs();
  }

  /** Whether this camera, which has something to read, is to be read now. `first`: somebody looks at it. */
  take(cameraId: string, first: boolean): boolean {
    this.#judge();
    if (this.#inside.has(cameraId)) return true;
    if (this.#inside.size >= this.#most) {
      this.#waited = true;
      if (!first) return false;
      this.#putOutNewest();
    }
    this.#inside.add(cameraId);
    return true;
  }

  /** Its road is empty, or it is gone. */
  leave(cameraId: string): void {
    this.#inside.delete(cameraId);
  }

  handleRead(): void {
    this.#read += 1;
  }

  /** A picture of a camera that is being read was left out. */
  handleSkipped(): void {
    this.#skipped += 1;
  }

  #judge(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#judgedMs < windowMs) return;
    const due = this.#read + this.#skipped;
    const part = due === 0 ? 0 : this.#skipped / due;
    if (part > tooMany) {
      this.#most = Math.max(1, Math.min(this.#most, this.#inside.size) - 1);
      this.#contentUntilMs = nowMs + contentMs;
      while (this.#inside.size > this.#most) this.#putOutNewest();
    } else if (part < few && this.#waited && nowMs >= this.#contentUntilMs) {
      this.#most += 1;
    }
    this.#judgedMs = nowMs;
    this.#read = 0;
    this.#skipped = 0;
    this.#waited = false;
  }

  #putOutNewest(): void {
    const newest = [...this.#inside].at(-1);
    if (newest !== undefined) this.#inside.delete(newest);
  }
}
