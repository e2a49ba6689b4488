// One camera and everything made from it: its streams, who uses them, its state, its card.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type {
  CameraId,
  CameraReport,
  CameraState,
  StreamInfo,
  StreamProfile,
} from '@brightwall/protocol/camera';
import type {
  HlsStreamRef,
  Published,
  PublishRequest,
  StreamEndReason,
  StreamStats,
} from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { FoundCamera } from './discover/found-camera.ts';
import { CameraStream, type StreamUser } from './ingest/camera-stream.ts';
import type { VideoFacts } from './ingest/video-facts.ts';
import { KeyFrameLimiter } from './key-frame-limiter.ts';
import { type FeedContext, type RunningFeed, startFeed } from './pipeline-feed.ts';
import { type HlsContext, type RunningHls, startHls } from './pipeline-hls.ts';
import { type RunningPublish, startPublish } from './pipeline-publish.ts';
import type { Relay } from './relay/relay.ts';

type HlsLink = HlsContext['link'];

type Events = {
  state: [CameraState];
  report: [];
  publishEnded: [publishId: string, reason: StreamEndReason];
  hlsEnded: [ref: HlsStreamRef, reason: StreamEndReason];
  feedEnded: [reason: StreamEndReason];
};

export class PipelineCamera {
  readonly events = new Emitter<Events>();
  readonly id: CameraId;
  readonly streams = new Map<StreamProfile, CameraStream>();
  #found: FoundCamera;
  #clock: Clock;
  #state: CameraState;
  #facts = new Map<StreamProfile, VideoFacts>();
  #publishes = new Map<string, { running: RunningPublish | null; cancelled: boolean }>();
  #hls = new Map<string, { running: RunningHls | null }>();
  #feed: { running: RunningFeed | null } | null = null;
  #keyFrames = new Map<StreamProfile, KeyFrameLimiter>();
  #closers: (() => void)[] = [];
  /** Set when key frames come but none can be decoded. */
  #undecodable: string | null = null;

  constructor(found: FoundCamera, relay: Relay | null, clock: Clock) {
    this.#found = found;
    this.#clock = clock;
    this.id = found.report.id;
    this.#state = found.failure
      ? { ...found.failure, sinceMs: clock.epochMs() }
      : { kind: 'connecting', sinceMs: clock.epochMs() };
    for (const { profile, url, requestKeyFrame } of found.streams) {
      if (requestKeyFrame) this.#keyFrames.set(profile, new KeyFrameLimiter(clock, requestKeyFrame));
      const stream = new CameraStream({
        profile,
        url,
        credentials: found.credentials,
        transport: found.transport,
        clockOffsetMs: found.report.clockOffsetMs,
        relay,
        clock,
      });
      this.streams.set(profile, stream);
      stream.events.on('state', () => this.#updateState());
      // Most cameras begin with a key frame at PLAY; for those that do not, the first picture comes at once too.
      stream.events.on('playing', () => this.requestKeyFrame(profile));
      stream.events.on('live', facts => this.#noteFacts(profile, facts));
      stream.events.on('facts', facts => this.#noteFacts(profile, facts));
    }
  }

  get report(): CameraReport {
    return { ...this.#found.report, streams: this.#streamInfos(), state: this.#state };
  }

  get found(): FoundCamera {
    return this.#found;
  }

  get state(): CameraState {
    return this.#state;
  }

  /** The stream to watch the camera's health and take thumbnails by: the small one where there is one. */
  get watchStream(): CameraStream | null {
    return this.streams.get('sub') ?? this.streams.get('main') ?? null;
  }

  publications(): Iterable<RunningPublish> {
    return [...this.#publishes.values()].flatMap(({ running }) => (running ? [running] : []));
  }

  /** A stream, or the other one where the camera has but one. */
  stream(profile: StreamProfile): CameraStream {
    const stream = this.streams.get(profile) ?? this.watchStream;
    if (!stream) throw new AppError('camera-unavailable', this.#found.failure?.detail ?? 'no stream');
    return stream;
  }

  /** Uses a stream until the returned function is called; what is used runs. */
  use(profile: StreamProfile, user: StreamUser): () => void {
    return this.stream(profile).use(user);
  }

  async publish(request: PublishRequest, host: string): Promise<Published> {
    const { publishId } = request;
    if (this.#publishes.has(publishId)) throw new AppError('bad-request', 'publishId is taken');
    const entry: { running: RunningPublish | null; cancelled: boolean } = { running: null, cancelled: false };
    this.#publishes.set(publishId, entry);
    try {
      const stream = this.stream(request.profile);
      const running = await startPublish({
        stream,
        request,
        host,
        clock: this.#clock,
        requestKeyFrame: () => this.requestKeyFrame(stream.profile),
        onEnded: reason => {
          if (this.#publishes.delete(publishId)) this.events.emit('publishEnded', publishId, reason);
        },
      });
      if (entry.cancelled) {
        running.close();
        throw new AppError('camera-unavailable', 'stopped');
      }
      entry.running = running;
      return running.published;
    } catch (error) {
      this.#publishes.delete(publishId);
      throw error;
    }
  }

  /** False when this camera has no such publish. */
  unpublish(publishId: string): boolean {
    const entry = this.#publishes.get(publishId);
    if (!entry) return false;
    entry.cancelled = true;
    entry.running?.close();
    this.#publishes.delete(publishId);
    return true;
  }

  /** Asked again while it runs, it goes on as it is. */
  async startHls(ref: HlsStreamRef, link: HlsLink): Promise<void> {
    const key = `${ref.profile}/${ref.rendition}`;
    if (this.#hls.has(key)) return;
    const entry: { running: RunningHls | null } = { running: null };
    this.#hls.set(key, entry);
    try {
      const stream = this.stream(ref.profile);
      const running = await startHls({
        ref,
        stream,
        link,
        clock: this.#clock,
        requestKeyFrame: () => this.requestKeyFrame(stream.profile),
        onEnded: reason => {
          if (this.#hls.get(key) === entry && this.#hls.delete(key))
            this.events.emit('hlsEnded', ref, reason);
        },
      });
      if (this.#hls.get(key) !== entry) running.close();
      entry.running = running;
    } catch (error) {
      if (this.#hls.get(key) === entry) this.#hls.delete(key);
      throw error;
    }
  }

  stopHls(ref: HlsStreamRef): void {
    const key = `${ref.profile}/${ref.rendition}`;
    this.#hls.get(key)?.running?.close();
    this.#hls.delete(key);
  }

  /** Asked again while it runs, it goes on as it is. */
  async startFeed(link: FeedContext['link']): Promise<void> {
    if (this.#feed) return;
    const entry: { running: RunningFeed | null } = { running: null };
    this.#feed = entry;
    const ended = () => {
      if (this.#feed !== entry) return false;
      this.#feed = null;
      return true;
    };
    try {
      const stream = this.stream('sub');
      const running = await startFeed({
        cameraId: this.id,
        stream,
        link,
        clock: this.#clock,
        requestKeyFrame: () => this.requestKeyFrame(stream.profile),
        onEnded: reason => ended() && this.events.emit('feedEnded', reason),
      });
      if (this.#feed !== entry) running.close();
      entry.running = running;
    } catch (error) {
      ended();
      throw error;
    }
  }

  stopFeed(): void {
    this.#feed?.running?.close();
    this.#feed = null;
  }

  /** Ends what the core had asked for: it asks anew on its next connection. */
  dropRequests(): void {
    for (const publishId of [...this.#publishes.keys()]) this.unpublish(publishId);
    for (const { running } of this.#hls.values()) running?.close();
    this.#hls.clear();
    this.stopFeed();
  }

  requestKeyFrame(profile: StreamProfile): void {
    this.#keyFrames.get(profile)?.ask();
  }

  /** The camera's clock was read anew. */
  handleClockOffset(offsetMs: number): void {
    this.#found = { ...this.#found, report: { ...this.#found.report, clockOffsetMs: offsetMs } };
    for (const stream of this.streams.values()) stream.handleClockOffset(offsetMs);
    this.events.emit('report');
  }

  handleDecodable(): void {
    if (this.#undecodable === null) return;
    this.#undecodable = null;
    this.#updateState();
  }

  handleUndecodable(detail: string): void {
    this.#undecodable = detail;
    this.#updateState();
  }

  /** Of a camera that nobody pulls: whether it answers. A stream's own trouble stays until a stream has lived. */
  handleHealth(failure: { readonly kind: CameraState['kind']; readonly detail: string } | null): void {
    if ([...this.streams.values()].some(stream => stream.running)) return;
    const { kind } = this.#state;
    if (failure)
      this.#setState({ kind: 'unreachable', sinceMs: this.#clock.epochMs(), detail: failure.detail });
    else if (kind === 'connecting' || kind === 'unreachable' || kind === 'stalled')
      this.#setState({ kind: 'live', sinceMs: this.#clock.epochMs() });
  }

  onClose(fn: () => void): void {
    this.#closers.push(fn);
  }

  stats(): StreamStats[] {
    const all: StreamStats[] = [];
    for (const [profile, stream] of this.streams) {
      const facts = stream.facts;
      if (!facts) continue;
      const { newestRtp, newestArrivedMs, lostPackets } = stream.meter;
      const captureMs = newestArrivedMs > 0 ? (stream.capture?.captureMs(newestRtp) ?? null) : null;
      all.push({
        cameraId: this.id,
        profile,
        codec: facts.codec,
        ...stream.meter.take(),
        widthPx: facts.widthPx,
        heightPx: facts.heightPx,
        delayMs: captureMs === null ? null : Math.round(newestArrivedMs - captureMs),
        lostPackets,
      });
    }
    return all;
  }

  /** `tell`: the core hears of the publishes that end with it. */
  async close(tell: StreamEndReason | null = null): Promise<void> {
    if (tell)
      for (const publishId of this.#publishes.keys()) this.events.emit('publishEnded', publishId, tell);
    for (const closer of this.#closers.splice(0)) closer();
    for (const limiter of this.#keyFrames.values()) limiter.close();
    this.dropRequests();
    await Promise.all([...this.streams.values()].map(stream => stream.close()));
    this.events.clear();
  }

  #streamInfos(): StreamInfo[] {
    return this.#found.streams.flatMap(({ profile }) => {
      const probed = this.#found.report.streams.find(info => info.profile === profile);
      const facts = this.#facts.get(profile);
      if (!facts) return probed ? [probed] : [];
      return [
        {
          profile,
          codec: facts.codec,
          codecName: facts.codecName,
          widthPx: facts.widthPx ?? probed?.widthPx ?? null,
          heightPx: facts.heightPx ?? probed?.heightPx ?? null,
          fps: facts.fps ?? probed?.fps ?? null,
        },
      ];
    });
  }

  #noteFacts(profile: StreamProfile, facts: VideoFacts): void {
    const before = JSON.stringify(this.#streamInfos());
    this.#facts.set(profile, facts);
    if (JSON.stringify(this.#streamInfos()) !== before) this.events.emit('report');
  }

  /** The worst of the streams that run: a failing one is what somebody must mend. */
  #updateState(): void {
    const running = [...this.streams.values()].filter(stream => stream.running).map(stream => stream.state);
    const failing = running.find(state => state.kind !== 'live' && state.kind !== 'connecting');
    let next = failing ?? running.find(state => state.kind === 'live') ?? running[0];
    if (!next) return;
    if (next.kind === 'live' && this.#undecodable)
      next = { kind: 'bad-stream', sinceMs: this.#clock.epochMs(), detail: this.#undecodable };
    this.#setState(next);
  }

  #setState(next: CameraState): void {
    if (next.kind === this.#state.kind && next.detail === this.#state.detail) return;
    this.#state = next;
    this.events.emit('state', next);
  }
}
