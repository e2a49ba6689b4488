// One stream over the page's WebRTC transport.
import type { StreamProfile } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import type { types } from 'mediasoup-client';
import type { MediaPath } from './api.ts';
import type { MediaLink, OpenLink } from './media-link.ts';
import type { MediaSession, SessionFigures } from './session.ts';

/** Seconds from 1900 to 1970, as NTP counts them, in ms. */
const ntpEpochMs = 2_208_988_800_000;

export class WebRtcSession implements MediaSession {
  readonly profile: StreamProfile;
  readonly transcoded: boolean;
  readonly ended: Promise<AppError>;
  readonly consumerId: string;
  /** Resolves when `close()` was called. */
  readonly closed: Promise<void>;
  readonly #link: MediaLink;
  readonly #open: OpenLink;
  readonly #consumer: types.Consumer;
  #end: (error: AppError) => void = () => undefined;
  #closed = false;
  #onClosed: () => void = () => undefined;
  #path: MediaPath = 'webrtc-udp';
  #jitter = { delayS: 0, frames: 0 };

  static async open(
    link: MediaLink,
    cameraId: string,
    profile: StreamProfile,
    signal: AbortSignal,
  ): Promise<WebRtcSession> {
    const { offer, consumer, link: open } = await link.consume(cameraId, profile, signal);
    const session = new WebRtcSession(link, open, consumer, profile, offer.transcoded);
    // Not waited for: the picture element can be made ready meanwhile.
    link.resumeConsumer(offer.consumerId).catch(error => session.handleEnded(error));
    return session;
  }

  private constructor(
    link: MediaLink,
    open: OpenLink,
    consumer: types.Consumer,
    profile: StreamProfile,
    transcoded: boolean,
  ) {
    this.#link = link;
    this.#open = open;
    this.#consumer = consumer;
    this.consumerId = consumer.id;
    this.profile = profile;
    this.transcoded = transcoded;
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
    this.closed = new Promise(resolve => {
      this.#onClosed = resolve;
    });
    consumer.on('transportclose', () => this.#end(new AppError('media-unavailable')));
    consumer.on('trackended', () => this.#end(new AppError('camera-unavailable')));
    lowerDelay(consumer.rtpReceiver);
  }

  /** The core says the stream is over. */
  handleEnded(error: unknown): void {
    this.#end(error instanceof AppError ? error : new AppError('media-unavailable'));
  }

  ready(signal: AbortSignal): Promise<void> {
    const { track } = this.#consumer;
    if (!track.muted) return Promise.resolve();
    return new Promise((resolve, reject) => {
      track.addEventListener('unmute', () => resolve(), { once: true, signal });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  attach(video: HTMLVideoElement): void {
    video.srcObject = new MediaStream([this.#consumer.track]);
    video.play().catch(() => undefined); // muted pictures may always start; a closed element needs none
  }

  arriving(): boolean {
    return !this.#consumer.track.muted;
  }

  path(): MediaPath {
    return this.#path;
  }

  async measure(): Promise<SessionFigures> {
    const figures: SessionFigures = { codec: null, latencyMs: this.#captureAgeMs(), lastLegMs: null };
    if (this.#closed) return figures;
    let report: RTCStatsReport;
    try {
      report = await this.#consumer.getStats();
    } catch {
      return figures;
    }
    let roundTripS = 0;
    for (const entry of report.values() as Iterable<StatsEntry>) {
      if (entry.type === 'inbound-rtp') {
        const { delayS, frames } = this.#jitter;
        const nowFrames = entry.jitterBufferEmittedCount ?? 0;
        const nowDelayS = entry.jitterBufferDelay ?? 0;
        this.#jitter = { delayS: nowDelayS, frames: nowFrames };
        if (nowFrames > frames) figures.lastLegMs = ((nowDelayS - delayS) / (nowFrames - frames)) * 1000;
        figures.codec = codecName(
          entry.codecId ? (report.get(entry.codecId) as StatsEntry | undefined) : undefined,
        );
      }
      if (entry.type === 'candidate-pair' && entry.nominated) {
        roundTripS = entry.currentRoundTripTime ?? 0;
        const local = report.get(entry.localCandidateId ?? '') as StatsEntry | undefined;
        this.#path = local?.protocol === 'tcp' ? 'webrtc-tcp' : 'webrtc-udp';
      }
    }
    if (figures.lastLegMs !== null) figures.lastLegMs += (roundTripS * 1000) / 2;
    return figures;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClosed();
    if (!this.#consumer.closed) this.#consumer.close();
    if (!this.#open.transport.closed) this.#link.closeConsumer(this.consumerId);
  }

  /** Age of the newest frame by the camera's own clock (abs-capture-time), where the browser tells it. */
  #captureAgeMs(): number | null {
    const sources = this.#consumer.rtpReceiver?.getSynchronizationSources() as
      | { captureTimestamp?: number }[]
      | undefined;
    const captured = sources?.[0]?.captureTimestamp;
    if (!captured) return null;
    return performance.timeOrigin + performance.now() - (captured - ntpEpochMs);
  }
}

/** The members of the standard's dictionaries that are read here (W3C webrtc-stats). */
interface StatsEntry {
  type: string;
  codecId?: string;
  mimeType?: string;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  nominated?: boolean;
  currentRoundTripTime?: number;
  localCandidateId?: string;
  protocol?: string;
}

function codecName(codec: StatsEntry | undefined): string | null {
  const name = codec?.mimeType?.split('/')[1]?.toUpperCase();
  if (!name) return null;
  return name === 'H264' ? 'H.264' : name === 'H265' ? 'H.265' : name;
}

/** A wall shows what is happening, not a smooth film: frames go on the screen as they come. */
function lowerDelay(receiver: RTCRtpReceiver | undefined): void {
  if (!receiver) return;
  const tunable = receiver as RTCRtpReceiver & { playoutDelayHint?: number };
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
  if ('playoutDelayHint' in receiver) tunable.playoutDelayHint = 0;
}
