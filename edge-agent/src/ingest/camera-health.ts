// An idle camera's health: asked now and then, at moments that lie evenly over the cameras of an agent. One
// failure is asked about again soon; two in a row say that the camera is gone.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { IngestFailure } from './failure.ts';
import { signOfLife } from './sign-of-life.ts';

export const healthEveryMs = 30_000;
/** After a failure: a switch that restarts is through with it, and an answer that was lost is asked for again. */
const againMs = 3000;
/** Share of the wait that is random: cameras that were found together are not asked together. */
const jitter = 0.2;
const failuresToTell = 2;

export interface CameraHealthOptions {
  readonly url: URL;
  readonly clock: Clock;
  readonly random?: () => number;
  /** null: it answers. Told after every question but a first failure. */
  readonly onHealth: (failure: IngestFailure | null) => void;
}

export class CameraHealth {
  readonly #options: CameraHealthOptions;
  readonly #random: () => number;
  #stop: AbortController | null = null;

  constructor(options: CameraHealthOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** Asks from now on; the first time at `firstMs` at the latest. */
  start(firstMs = healthEveryMs): void {
    if (this.#stop) return;
    this.#stop = new AbortController();
    void this.#run(firstMs * this.#random(), this.#stop.signal).catch(() => {});
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #run(firstMs: number, signal: AbortSignal): Promise<void> {
    const { url, clock, onHealth } = this.#options;
    let failures = 0;
    let waitMs = firstMs;
    for (;;) {
      await sleep(clock, waitMs, signal);
      try {
        await signOfLife(url, clock, signal);
        failures = 0;
        onHealth(null);
      } catch (error) {
        if (signal.aborted || !(error instanceof IngestFailure)) throw error;
        failures += 1;
        if (failures >= failuresToTell) onHealth(error);
      }
      waitMs = failures === 1 ? againMs : healthEveryMs * (1 - jitter + 2 * jitter * this.#random());
    }
  }
}
