// When was this picture taken, by the edge's clock? The camera's sender reports map media time to the
// camera's wall clock; the offset between the two clocks maps that to ours.
import type { SenderReport } from '../media/rtcp.ts';
import { timestampDifference } from '../media/rtp.ts';

/** ONVIF tells a device's time in whole seconds: an offset smaller than this is no offset at all. */
const trustedOffsetMs = 1500;

export class CaptureClock {
  #clockRate: number;
  #deviceOffsetMs: number | null;
  #report: SenderReport | null = null;
  #reportArrivedMs = 0;
  /** Most that a report was ahead of its arrival: the camera's clock is ahead by at least this. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  constructor(clockRate: number, deviceOffsetMs: number | null) {
    this.#clockRate = clockRate;
    this.#deviceOffsetMs = deviceOffsetMs;
  }

  get known(): boolean {
    return this.#report !== null;
  }

  get report(): SenderReport | null {
    return this.#report;
  }

  get reportArrivedMs(): number {
    return this.#reportArrivedMs;
  }

  handleReport(report: SenderReport, arrivedMs: number): void {
    this.#report = report;
    this.#reportArrivedMs = arrivedMs;
    this.#aheadMs = Math.max(this.#aheadMs, report.epochMs - arrivedMs);
  }

  /**
   * Camera clock minus edge clock, ms. A camera that keeps time is taken at its word (0), so that the delay
   * on the way shows; one that does not is set by its reports, the fastest of which took no time.
   */
  get offsetMs(): number {
    if (this.#aheadMs > 0) return this.#aheadMs;
    const wrong =
      this.#deviceOffsetMs === null
        ? this.#aheadMs < -trustedOffsetMs
        : Math.abs(this.#deviceOffsetMs) > trustedOffsetMs;
    return wrong ? this.#aheadMs : 0;
  }

  /** A media time, when it was captured, and the rate from there on; null before the first report. */
  get anchor(): { rtpTimestamp: number; epochMs: number; clockRate: number } | null {
    if (!this.#report) return null;
    const { rtpTimestamp, epochMs } = this.#report;
    return { rtpTimestamp, epochMs: epochMs - this.offsetMs, clockRate: this.#clockRate };
  }

  /** Edge epoch ms of a media time; null before the first report. */
  captureMs(rtpTimestamp: number): number | null {
    if (!this.#report) return null;
    const sinceReportMs =
      (timestampDifference(rtpTimestamp, this.#report.rtpTimestamp) * 1000) / this.#clockRate;
    return this.#report.epochMs + sinceReportMs - this.offsetMs;
  }
}
