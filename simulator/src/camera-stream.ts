// One stream of one camera: where it is in its loop, and the beat at which it sends. It runs in time
// alone while nobody watches: the position is computed, not played.
import type { LoadedStream } from './content/load.ts';
import type { RtpFrame } from './rtsp/rtp-frame.ts';
import type { Scheduled, Scheduler } from './scheduler.ts';

/** A frame as it was sent. */
export interface SentFrame {
  /** The number burnt into the picture (counted on the main stream). */
  readonly frame: number;
  /** Index of the access unit in its loop's stream. */
  readonly accessUnit: number;
  readonly loop: string;
  /** This machine's clock, epoch ms with fraction. */
  readonly sentMs: number;
  readonly rtpTimestamp: number;
  readonly key: boolean;
}

export interface FrameSink {
  handleFrame(frame: RtpFrame, rtpTimestamp: number): void;
}

export class CameraStream {
  #scheduler: Scheduler;
  #content: () => LoadedStream;
  #sinks = new Set<FrameSink>();
  #next: Scheduled | null = null;
  #frozen = false;
  #keyWanted = false;
  #slow = 1;
  /** The last beat: a moment, and the access unit and RTP time that belong to it. */
  #anchorMs: number;
  #anchorUnit = 0;
  #anchorRtp: number;
  #ringFrames: number;
  #ring: SentFrame[] = [];
  #ringAt = 0;

  /** `startMs` spreads cameras over time, so that 200 of them do not send in the same millisecond. */
  constructor(
    scheduler: Scheduler,
    content: () => LoadedStream,
    startMs: number,
    startRtp: number,
    ringFrames: number,
  ) {
    this.#ringFrames = ringFrames;
    this.#scheduler = scheduler;
    this.#content = content;
    this.#anchorMs = startMs;
    this.#anchorRtp = startRtp;
  }

  get content(): LoadedStream {
    return this.#content();
  }

  get viewers(): number {
    return this.#sinks.size;
  }

  subscribe(sink: FrameSink): () => void {
    this.#sinks.add(sink);
    if (!this.#next) {
      this.#catchUp();
      this.#schedule();
    }
    return () => {
      this.#sinks.delete(sink);
      if (this.#sinks.size > 0) return;
      this.#next?.cancel();
      this.#next = null;
    };
  }

  /** The content goes on at this second of its loop, with its next key frame; time stamps go on. */
  moveTo(second: number): void {
    this.#catchUp();
    this.#anchorUnit = Math.round(second * this.content.fps) % this.content.frames.length;
    this.requestKeyFrame();
  }

  /** The next access unit sent is a key frame: content skips, time stamps go on. */
  requestKeyFrame(): void {
    this.#keyWanted = true;
  }

  /** No more frames, while the session stays alive: a camera whose encoder hangs. */
  freeze(on: boolean): void {
    this.#catchUp();
    this.#frozen = on;
  }

  /** A frame takes `factor` times as long, and its time stamps say so. */
  slow(factor: number): void {
    this.#catchUp();
    this.#slow = factor;
  }

  /** RTP time at a moment, for sender reports. */
  rtpAt(monotonicMs: number): number {
    return (this.#anchorRtp + Math.round((monotonicMs - this.#anchorMs) * 90)) >>> 0;
  }

  /** The number burnt into the picture shown now. */
  currentFrame(): number {
    this.#catchUp();
    return this.content.burntFrame(this.#anchorUnit % this.content.frames.length);
  }

  /** The newest `limit` frames sent, oldest first. */
  sentFrames(limit: number): SentFrame[] {
    const ordered = [...this.#ring.slice(this.#ringAt), ...this.#ring.slice(0, this.#ringAt)];
    return ordered.slice(Math.max(0, ordered.length - limit));
  }

  #periodMs(): number {
    return (1000 / this.content.fps) * this.#slow;
  }

  /** Moves the anchor over the beats that nobody watched. */
  #catchUp(): void {
    const periodMs = this.#periodMs();
    const beats = Math.floor((this.#scheduler.clock.monotonicMs() - this.#anchorMs) / periodMs);
    // While somebody watches, beats are sent one by one; a late one is not jumped over.
    if (beats <= 0 || (this.#next && beats < 50)) return;
    this.#advance(beats);
  }

  #advance(beats: number): void {
    const periodMs = this.#periodMs();
    this.#anchorMs += beats * periodMs;
    this.#anchorRtp = (this.#anchorRtp + beats * periodMs * 90) % 2 ** 32;
    this.#anchorUnit = (this.#anchorUnit + beats) % this.content.frames.length;
  }

  #schedule(): void {
    this.#next = this.#scheduler.at(this.#anchorMs + this.#periodMs(), () => this.#beat());
  }

  #beat(): void {
    this.#advance(1);
    if (!this.#frozen) this.#send();
    if (this.#sinks.size === 0) this.#next = null;
    else this.#schedule();
  }

  #send(): void {
    const content = this.content;
    if (this.#keyWanted) this.#skipToKey(content);
    const accessUnit = this.#anchorUnit % content.frames.length;
    const frame = content.frames[accessUnit]!;
    const rtpTimestamp = Math.round(this.#anchorRtp) >>> 0;
    const sentMs = this.#scheduler.clock.epochMs();
    for (const sink of this.#sinks) sink.handleFrame(frame, rtpTimestamp);
    this.#record({
      frame: content.burntFrame(accessUnit),
      accessUnit,
      loop: content.loopId,
      sentMs,
      rtpTimestamp,
      key: frame.key,
    });
  }

  #skipToKey({ frames }: LoadedStream): void {
    this.#keyWanted = false;
    for (let ahead = 0; ahead < frames.length; ahead++) {
      const unit = (this.#anchorUnit + ahead) % frames.length;
      if (!frames[unit]!.key) continue;
      this.#anchorUnit = unit;
      return;
    }
  }

  #record(sent: SentFrame): void {
    if (this.#ring.length < this.#ringFrames) {
      this.#ring.push(sent);
      return;
    }
    this.#ring[this.#ringAt] = sent;
    this.#ringAt = (this.#ringAt + 1) % this.#ringFrames;
  }
}
