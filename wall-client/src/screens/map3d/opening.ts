// Whether a map that is about to open waits for the cameras: they come in parts, and drawn once with all of them it is
// there sooner than drawn anew for each part.
import type { Clock, Timer } from '@brightwall/kit/clock';

/** So long the map waits for cameras that are still on their way, ms, anew with each part of them … */
export const patienceMs = 2000;
/** … but no longer than this: a hundred parts come in less, where no frame of a second is drawn between two of them. */
export const mostPatienceMs = 8000;

export class Opening {
  #awaitsCameras = false;
  readonly #clock: Clock;
  readonly #repaint: () => void;
  /** Once in a map's life. */
  #mostPatience: Timer | null = null;
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
    if (areAll || (this.#mostPatience && !this.#awaitsCameras)) return;
    this.#awaitsCameras = true;
    this.#mostPatience ??= this.#clock.after(mostPatienceMs, () => this.close());
    this.#patience?.cancel();
    this.#patience = this.#clock.after(patienceMs, () => this.close());
  }

  close(): void {
    this.#patience?.cancel();
    this.#mostPatience?.cancel();
    if (!this.#awaitsCameras) return;
    this.#awaitsCameras = false;
    this.#repaint();
  }
}
