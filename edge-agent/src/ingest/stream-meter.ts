import type { Clock } from '@brightwall/kit/clock';
import { type RtpBatch, readU32 } from '../media/rtp.ts';
import type { RelayCounts } from '../relay/relay.ts';

/** Counts what passes: frames, bits, losses. One addition per packet. */
export class StreamMeter {
  packets = 0;
  bytes = 0;
  lostPackets = 0;
  frames = 0;
  /** Media time of the newest packet and when it came, for the delay on the way. */
  newestRtp = 0;
  newestArrivedMs = 0;
  #clock: Clock;
  #sinceMs: number;
  #sinceFrames = 0;
  #sinceBytes = 0;
  /** Of the relay, when it was last asked. */
  #relayed: RelayCounts | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
  }

  /** A new life: rates begin anew, totals go on. */
  reset(): void {
    this.#sinceMs = this.#clock.monotonicMs();
    this.#sinceFrames = this.frames;
    this.#sinceBytes = this.bytes;
    this.newestArrivedMs = 0;
    this.#relayed = null;
  }

  handleBatch(batch: RtpBatch): void {
    const { data, bounds, count } = batch;
    this.packets += count;
    for (let i = 0; i < count; i++) {
      const start = bounds[i * 2]!;
      this.bytes += bounds[i * 2 + 1]! - start;
      // The marker bit ends a frame.
      this.frames += data[start + 1]! >> 7;
    }
    this.newestRtp = readU32(data, bounds[count * 2 - 2]! + 4);
    this.newestArrivedMs = this.#clock.epochMs();
  }

  /** Where the relay reads: its totals of this life. */
  handleRelayed(counts: RelayCounts): void {
    const before = this.#relayed;
    this.#relayed = counts;
    this.packets += counts.packets - (before?.packets ?? 0);
    this.bytes += counts.bytes - (before?.bytes ?? 0);
    this.frames += counts.frames - (before?.frames ?? 0);
    this.lostPackets += counts.lost - (before?.lost ?? 0);
    if (counts.ageMs === null) return;
    this.newestRtp = counts.newestRtp;
    this.newestArrivedMs = this.#clock.epochMs() - counts.ageMs;
  }

  handleLost(packets: number): void {
    this.lostPackets += packets;
  }

  /** Rates since the last call. */
  take(): { fps: number; kbps: number } {
    const nowMs = this.#clock.monotonicMs();
    const seconds = Math.max(0.001, (nowMs - this.#sinceMs) / 1000);
    const fps = (this.frames - this.#sinceFrames) / seconds;
    const kbps = ((this.bytes - this.#sinceBytes) * 8) / 1000 / seconds;
    this.#sinceMs = nowMs;
    this.#sinceFrames = this.frames;
    this.#sinceBytes = this.bytes;
    return { fps: Math.round(fps * 10) / 10, kbps: Math.round(kbps) };
  }
}
