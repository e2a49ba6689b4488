// Which cameras' plates pages look at. An agent is asked while at least one page does, once, and again
// when it has come back: it forgets with its connection.
import { AppError } from '@brightwall/protocol/errors';

interface Watched {
  readonly pages: Set<string>;
  /** What the agent was asked last, as far as it answered. */
  isOn: boolean;
  /** Asked one after the other. */
  asking: Promise<void>;
}

export class PlateWatch {
  readonly #ask: (cameraId: string, on: boolean) => Promise<void>;
  readonly #cameras = new Map<string, Watched>();
  readonly #cameraOf = new Map<string, string>();

  constructor(ask: (cameraId: string, on: boolean) => Promise<void>) {
    this.#ask = ask;
  }

  /** A page looks at this camera, and at no other any more. Throws what the agent answers; the page does not look then. */
  async watch(page: string, cameraId: string): Promise<void> {
    if (this.#cameraOf.get(page) !== cameraId) this.leave(page);
    this.#cameraOf.set(page, cameraId);
    const camera = this.#cameras.get(cameraId) ?? {
      pages: new Set(),
      isOn: false,
      asking: Promise.resolve(),
    };
    this.#cameras.set(cameraId, camera);
    camera.pages.add(page);
    try {
      await this.#settle(cameraId, camera);
    } catch (error) {
      if (this.#cameraOf.get(page) === cameraId) this.leave(page);
      throw error;
    }
    if (this.#cameraOf.get(page) !== cameraId)
      throw new AppError('camera-unavailable', 'not watched any more');
  }

  /** A page looks at no camera any more. */
  leave(page: string): void {
    const cameraId = this.#cameraOf.get(page);
    if (cameraId === undefined) return;
    this.#cameraOf.delete(page);
    const camera = this.#cameras.get(cameraId);
    camera?.pages.delete(page);
    // An agent that cannot be told is gone, or ends it by itself: nothing is sent to nobody.
    if (camera) this.#settle(cameraId, camera).catch(() => {});
  }

  isWatched(cameraId: string): boolean {
    return (this.#cameras.get(cameraId)?.pages.size ?? 0) > 0;
  }

  /** Its agent is back and knows of no page. */
  handleForgotten(cameraId: string): void {
    const camera = this.#cameras.get(cameraId);
    if (!camera) return;
    camera.isOn = false;
    this.#settle(cameraId, camera).catch(() => {});
  }

  /** Its agent has said something of it: what could not be asked before may be now. */
  handleCamera(cameraId: string): void {
    const camera = this.#cameras.get(cameraId);
    if (camera) this.#settle(cameraId, camera).catch(() => {});
  }

  watched(): string[] {
    return [...this.#cameras.keys()];
  }

  /** Brings the agent to what the pages want. */
  #settle(cameraId: string, camera: Watched): Promise<void> {
    const settled = camera.asking
      .catch(() => {})
      .then(async () => {
        const on = camera.pages.size > 0;
        try {
          if (on === camera.isOn) return;
          // Off is off whatever it answers.
          camera.isOn = false;
          await this.#ask(cameraId, on);
          camera.isOn = on;
        } finally {
          if (camera.pages.size === 0 && this.#cameras.get(cameraId) === camera)
            this.#cameras.delete(cameraId);
        }
      });
    camera.asking = settled;
    return settled;
  }
}
