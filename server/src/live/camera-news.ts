// What is new of the cameras, gathered for a moment and told to all pages at once: five hundred cameras that go
// offline together are one message a page, and a picture of each camera every 2 s is one a second.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Camera, CameraState } from '@brightwall/protocol/camera';
import type { CoreToWall } from '@brightwall/protocol/wall-messages';

type Tell<K extends keyof CoreToWall> = (news: Parameters<CoreToWall[K]>[0]) => void;

export interface CameraNewsOptions {
  readonly clock: Clock;
  readonly cameras: Tell<'cameras'>;
  readonly states: Tell<'cameraStates'>;
  readonly thumbnails: Tell<'thumbnailsTaken'>;
}

/** Nobody sees it, and an agent's cameras that fall together are in one. */
const everyMs = 50;
const thumbnailsEveryMs = 1000;
/** Cameras in a message: 700 KB, some 5 ms of a page. States are a seventh of it. */
const togetherAtMost = 1000;

export class CameraNews {
  readonly #options: CameraNewsOptions;
  #cameras = new Map<string, Camera>();
  #states = new Map<string, CameraState>();
  #thumbnails = new Map<string, number>();
  #timer: Timer | null = null;
  #thumbnailTimer: Timer | null = null;

  constructor(options: CameraNewsOptions) {
    this.#options = options;
  }

  handleCamera(camera: Camera): void {
    this.#cameras.set(camera.id, camera);
    this.#states.delete(camera.id);
    this.#wait();
  }

  handleState(cameraId: string, state: CameraState): void {
    this.#states.set(cameraId, state);
    this.#wait();
  }

  handleThumbnail(cameraId: string, takenMs: number): void {
    this.#thumbnails.set(cameraId, takenMs);
    this.#thumbnailTimer ??= this.#options.clock.after(thumbnailsEveryMs, () => {
      this.#thumbnailTimer = null;
      const taken = [...this.#thumbnails].map(([id, ms]) => ({ cameraId: id, takenMs: ms }));
      this.#thumbnails.clear();
      this.#options.thumbnails(taken);
    });
  }

  /** Tells now what has been gathered: what is said next may rest on it. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const cameras = [...this.#cameras.values()];
    const states = [...this.#states].map(([cameraId, state]) => ({ cameraId, state }));
    this.#cameras.clear();
    this.#states.clear();
    for (let from = 0; from < cameras.length; from += togetherAtMost)
      this.#options.cameras(cameras.slice(from, from + togetherAtMost));
    if (states.length > 0) this.#options.states(states);
  }

  close(): void {
    this.#timer?.cancel();
    this.#thumbnailTimer?.cancel();
  }

  #wait(): void {
    this.#timer ??= this.#options.clock.after(everyMs, () => this.flush());
  }
}
