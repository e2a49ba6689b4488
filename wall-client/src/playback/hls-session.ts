// One stream over HLS: hls.js, or the browser's own player where there is no Media Source (Safari on a
// telephone). It stays near the live edge and never plays again what was missed.
//
// Low latency costs a connection that the core holds for every reload, and a browser has six to one host:
// only so many pictures of a page have it, the others are ordinary HLS, three segments behind.
import type { StreamProfile, VideoCodec } from '@brightwall/protocol/camera';
import type { HlsRendition } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import Hls, { type ErrorData, Events } from 'hls.js';
import { OrdinaryPlaylistLoader } from './ordinary-playlist.ts';
import type { GiveBack, Seats } from './seats.ts';
import type { MediaSession, SessionFigures } from './session.ts';

/** Further behind where it should play than this, s, the page jumps to there. */
const jumpBehindS = 7;

/** Where the core serves one rendition (protocol/wall-messages.ts). */
export const hlsUrl = (cameraId: string, profile: StreamProfile, rendition: HlsRendition) =>
  `/api/hls/${cameraId}/${profile}/${rendition}/index.m3u8`;

/** What the pictures of one page share. */
export interface HlsSeats {
  /** Those with low latency. */
  readonly lowLatency: Seats;
  /** Those whose first playlist is awaited: the core holds it until the stream has begun. */
  readonly starting: Seats;
}

export class HlsSession implements MediaSession {
  readonly profile: StreamProfile;
  readonly transcoded: boolean;
  readonly ended: Promise<AppError>;
  readonly #url: string;
  #end: (error: AppError) => void = () => undefined;
  #hls: Hls | null = null;
  #video: HTMLVideoElement | null = null;
  #codec: string | null;
  #mended = false;
  #closed = false;
  readonly #lowLatency: GiveBack | null;
  readonly #started: GiveBack;
  readonly #onNativeError = () => this.#end(new AppError('media-unavailable'));

  /** Waits until the stream may be asked for. */
  static async open(
    seats: HlsSeats,
    stream: { cameraId: string; profile: StreamProfile; rendition: HlsRendition; sourceCodec: VideoCodec },
    signal: AbortSignal,
  ): Promise<HlsSession> {
    const started = await seats.starting.take(signal);
    return new HlsSession(stream, started, seats.lowLatency.tryTake());
  }

  private constructor(
    { cameraId, profile, rendition, sourceCodec }: Parameters<typeof HlsSession.open>[1],
    started: GiveBack,
    lowLatency: GiveBack | null,
  ) {
    this.#started = started;
    this.#lowLatency = lowLatency;
    this.profile = profile;
    this.transcoded = rendition === 'h264' && sourceCodec !== 'h264';
    this.#codec = rendition === 'source' && sourceCodec === 'h265' ? 'H.265' : 'H.264';
    this.#url = hlsUrl(cameraId, profile, rendition);
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  attach(video: HTMLVideoElement): void {
    this.#video = video;
    video.srcObject = null;
    if (!Hls.isSupported()) {
      video.src = this.#url;
      video.addEventListener('error', this.#onNativeError);
      video.addEventListener('loadedmetadata', this.#started);
      video.play().catch(() => undefined);
      return;
    }
    const hls = new Hls({
      lowLatencyMode: this.#lowLatency !== null,
      ...(this.#lowLatency ? {} : { pLoader: OrdinaryPlaylistLoader }),
      // A wall needs no past: what was shown is let go.
      backBufferLength: 4,
      maxBufferLength: 8,
      maxLiveSyncPlaybackRate: 1.15,
      // The first request starts the stream at the edge; until then the core holds its answer.
      // A refusal is the player's to try again, more and more gently.
      manifestLoadPolicy: loadPolicy(12_000, 0),
      playlistLoadPolicy: loadPolicy(12_000, 2),
      fragLoadPolicy: loadPolicy(12_000, 3),
    });
    this.#hls = hls;
    hls.on(Events.MANIFEST_LOADED, this.#started);
    hls.on(Events.ERROR, (_name, data) => this.#handleError(data));
    hls.loadSource(this.#url);
    hls.attachMedia(video);
    video.play().catch(() => undefined);
  }

  /** HTTP answers or fails by itself, and a stream begun at the edge takes its time: silence is no verdict here. */
  arriving(): boolean {
    return true;
  }

  path(): 'hls' {
    return 'hls';
  }

  measure(): Promise<SessionFigures> {
    this.#catchUp();
    // EXT-X-PROGRAM-DATE-TIME is the camera's own clock where it sends reports, else the edge's at arrival.
    const shown = this.#hls?.playingDate ?? this.#nativeDate();
    const latencyMs = shown ? Date.now() - shown.getTime() : null;
    return Promise.resolve({ codec: this.#codec, latencyMs, lastLegMs: null });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#hls?.destroy();
    this.#started();
    this.#lowLatency?.();
    if (!this.#hls && this.#video) {
      this.#video.removeEventListener('error', this.#onNativeError);
      this.#video.removeEventListener('loadedmetadata', this.#started);
      this.#video.removeAttribute('src');
      this.#video.load();
    }
    this.#video = null;
  }

  /** A little behind is made up by playing faster; far behind (a busy page, a gap) there is nothing to make up. */
  #catchUp(): void {
    const hls = this.#hls;
    if (!this.#video || !hls?.liveSyncPosition || !hls.targetLatency) return;
    if (hls.latency < hls.targetLatency + jumpBehindS) return;
    if (hls.liveSyncPosition > this.#video.currentTime) this.#video.currentTime = hls.liveSyncPosition;
  }

  #nativeDate(): Date | null {
    const video = this.#video as (HTMLVideoElement & { getStartDate?: () => Date }) | null;
    const start = video?.getStartDate?.();
    if (!video || !start || Number.isNaN(start.getTime())) return null;
    return new Date(start.getTime() + video.currentTime * 1000);
  }

  #handleError(data: ErrorData): void {
    if (!data.fatal) return;
    // hls.js advises one recovery of the decoder; a second failure is the stream's.
    if (data.type === 'mediaError' && !this.#mended) {
      this.#mended = true;
      this.#hls?.recoverMediaError();
      return;
    }
    const status = data.response?.code;
    if (status === 404 || status === 410) this.#end(new AppError('not-found'));
    else if (status === 401) this.#end(new AppError('not-signed-in'));
    else if (status === 503) this.#end(new AppError('camera-unavailable'));
    else
      this.#end(new AppError(data.type === 'networkError' ? 'timed-out' : 'media-unavailable', data.details));
  }
}

function loadPolicy(maxLoadTimeMs: number, maxNumRetry: number) {
  const retry = { maxNumRetry, retryDelayMs: 300, maxRetryDelayMs: 2_000 };
  return {
    default: {
      maxTimeToFirstByteMs: maxLoadTimeMs,
      maxLoadTimeMs,
      timeoutRetry: retry,
      errorRetry: retry,
    },
  };
}

/** Whether this browser plays H.265 in fragmented MP4 (level 4, main profile: what cameras send). */
export function playsH265(): boolean {
  return (
    typeof MediaSource !== 'undefined' && MediaSource.isTypeSupported('video/mp4; codecs="hvc1.1.6.L120.B0"')
  );
}
