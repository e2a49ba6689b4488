// Whether a map that is about to open waits for the cameras: they come in parts, and drawn once with all of them it is
// there sooner than drawn anew for each part.
import type { Clock, Timer } from '@brightwall/kit/clock';

/** So long the map waits for cameras that are still on their way, ms. */
export const patienceMs = 2000;

export class Opening {
  #awaitsCameras = false;
  readonly #clock: Clock;
  readonly #repaint: () => void;
  /** Once in a map's life. */
  #patience: Timer | null = null;

  constructor(clock: Clock, repaint: () => void) {
    this.#clock = clock;
    this.#repaint = repaint;
  }

  /** Whether cameras are on their way that are worth waiting for. */
  get awaitsCameras(): boolean {
    return this.#awaitsCameras;
  }

  /** `areAll`: false while the core is still telling of them. */
  handleCameras(areAll: boolean): void {
    if (areAll) this.close();
    if (areAll || this.#patience) return;
    this.#awaitsCameras = true;
    this.#patience = this.#clock.after(patienceMs, () => this.#stopWaiting());
  }

  close(): void {
    this.#patience?.cancel();
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    if (!this.#awaitsCameras) return;
    this.#awaitsCameras = false;
    this.#repaint();
  }
}
