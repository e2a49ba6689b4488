// One RTSP session: one stream of one camera to one reader. It begins with a key frame.
import { randomBytes } from 'node:crypto';
import type { Clock } from '@brightwall/kit/clock';
import type { Camera } from '../camera.ts';
import type { FrameSink } from '../camera-stream.ts';
import type { StreamName } from '../content/plan.ts';
import { senderReport } from './rtcp.ts';
import { type RtpFrame, stampFrame } from './rtp-frame.ts';
import { payloadTypeOf } from './sdp.ts';
import type { Transport } from './transport.ts';

/** Announced in the Session header; a UDP session without a word for longer is ended. */
export const sessionTimeoutMs = 60_000;
const reportEveryMs = 5000;

export class RtspSession implements FrameSink {
  readonly id: string;
  readonly camera: Camera;
  readonly streamName: StreamName;
  readonly ssrc: number;
  readonly transport: Transport;
  #clock: Clock;
  #unsubscribe: (() => void) | null = null;
  #sequence = randomBytes(2).readUInt16BE();
  #waitsForKey = true;
  #packets = 0;
  #octets = 0;
  #dropped = 0;
  #lastReportMs = Number.NEGATIVE_INFINITY;
  #lastHeardMs: number;

  constructor(
    id: string,
    camera: Camera,
    streamName: StreamName,
    ssrc: number,
    transport: Transport,
    clock: Clock,
  ) {
    this.id = id;
    this.camera = camera;
    this.streamName = streamName;
    this.ssrc = ssrc;
    this.transport = transport;
    this.#clock = clock;
    this.#lastHeardMs = clock.monotonicMs();
  }

  get playing(): boolean {
    return this.#unsubscribe !== null;
  }

  get droppedFrames(): number {
    return this.#dropped;
  }

  /** For RTP-Info: the sequence number of the first packet to come. */
  get nextSequence(): number {
    return this.#sequence;
  }

  play(): void {
    if (this.#unsubscribe) return;
    this.#waitsForKey = true;
    this.#unsubscribe = this.camera.stream(this.streamName).subscribe(this);
  }

  pause(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  close(): void {
    this.pause();
    this.transport.close();
  }

  handleHeard(): void {
    this.#lastHeardMs = this.#clock.monotonicMs();
  }

  get expired(): boolean {
    return this.#clock.monotonicMs() - this.#lastHeardMs > sessionTimeoutMs;
  }

  handleFrame(frame: RtpFrame, rtpTimestamp: number): void {
    // What a decoder cannot use is not sent: neither before the first key frame nor after a loss.
    if (this.#waitsForKey && !frame.key) return;
    const bytes = stampFrame(frame, {
      channel: this.transport.channel,
      payloadType: payloadTypeOf[this.camera.codec],
      sequence: this.#sequence,
      timestamp: rtpTimestamp,
      ssrc: this.ssrc,
    });
    const sent = this.transport.sendFrame(frame, bytes);
    this.#waitsForKey = !sent;
    if (!sent) {
      this.#dropped += 1;
      return;
    }
    this.#sequence = (this.#sequence + frame.starts.length) & 0xffff;
    this.#packets += frame.starts.length;
    this.#octets += bytes.length - frame.starts.length * 16;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastReportMs >= reportEveryMs) this.#report(nowMs);
  }

  #report(nowMs: number): void {
    this.#lastReportMs = nowMs;
    const report = senderReport(
      {
        ssrc: this.ssrc,
        epochMs: this.camera.deviceEpochMs(),
        rtpTimestamp: this.camera.stream(this.streamName).rtpAt(nowMs),
        packets: this.#packets,
        octets: this.#octets,
      },
      this.camera.id,
    );
    this.transport.sendRtcp(report);
  }
}
