// What really reaches the screen, counted by requestVideoFrameCallback.
import type { Clock, MonotonicMs } from '@brightwall/kit/clock';

/** The members of VideoFrameCallbackMetadata that are read; captureTime is missing where the browser cannot tell. */
export interface FrameFacts {
  readonly presentedFrames: number;
  readonly expectedDisplayTime: number;
  readonly captureTime?: number;
  readonly width: number;
  readonly height: number;
}

export interface FrameFigures {
  fps: number;
  widthPx: number | null;
  heightPx: number | null;
  /** Median of this second's capture-to-screen times, where the browser tells capture times. */
  latencyMs: number | null;
}

/** Counts one element's frames from one `start` to its `close`. */
export class FrameMeter {
  readonly #video: HTMLVideoElement;
  readonly #clock: Clock;
  #handle: number | null = null;
  #shown = 0;
  #presented = 0;
  #size: { widthPx: number; heightPx: number } | null = null;
  #ages: number[] = [];
  #takenMs: MonotonicMs;
  #lastFrameMs: MonotonicMs | null = null;
  #first: (() => void) | null = null;

  constructor(video: HTMLVideoElement, clock: Clock) {
    this.#video = video;
    this.#clock = clock;
    this.#takenMs = clock.monotonicMs();
  }

  /** Resolves at the next frame that reaches the screen. */
  nextFrame(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = () => {
        this.#first = null;
        reject(signal.reason);
      };
      if (signal.aborted) return aborted();
      signal.addEventListener('abort', aborted, { once: true });
      this.#first = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      this.#ask();
    });
  }

  /** How long ago the last frame was shown, ms; null before the first. */
  silentMs(): number | null {
    return this.#lastFrameMs === null ? null : this.#clock.monotonicMs() - this.#lastFrameMs;
  }

  /** The figures since the last call. */
  take(): FrameFigures {
    const nowMs = this.#clock.monotonicMs();
    const seconds = Math.max(0.001, (nowMs - this.#takenMs) / 1000);
    const ages = this.#ages.sort((a, b) => a - b);
    const figures: FrameFigures = {
      fps: this.#shown / seconds,
      widthPx: this.#size?.widthPx ?? null,
      heightPx: this.#size?.heightPx ?? null,
      latencyMs: ages[ages.length >> 1] ?? null,
    };
    this.#shown = 0;
    this.#ages = [];
    this.#takenMs = nowMs;
    return figures;
  }

  handleFrame(frame: FrameFacts): void {
    // A busy page misses callbacks; presentedFrames does not miss frames. A new source starts it anew.
    this.#shown +=
      frame.presentedFrames > this.#presented ? Math.min(frame.presentedFrames - this.#presented, 240) : 1;
    this.#presented = frame.presentedFrames;
    this.#size = { widthPx: frame.width, heightPx: frame.height };
    this.#lastFrameMs = this.#clock.monotonicMs();
    if (frame.captureTime !== undefined && this.#ages.length < 240) {
      this.#ages.push(frame.expectedDisplayTime - frame.captureTime);
    }
    const first = this.#first;
    this.#first = null;
    first?.();
  }

  close(): void {
    if (this.#handle !== null) this.#video.cancelVideoFrameCallback(this.#handle);
    this.#handle = null;
    this.#first = null;
  }

  #ask(): void {
    if (this.#handle !== null) return;
    this.#handle = this.#video.requestVideoFrameCallback((_now, frame) => {
      this.#handle = null;
      this.#ask();
      this.handleFrame(frame);
    });
  }
}
