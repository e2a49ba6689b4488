// One stream of one camera, pulled while somebody uses it and for a short linger after. Users share one RTSP
// session; each says what it needs: packets as they are, key frames, or every access unit.

import type { BackoffPolicy } from '@brightwall/kit/backoff';
import { type Clock, sleep, type Timer } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { supervise } from '@brightwall/kit/supervise';
import type { CameraState, StreamProfile } from '@brightwall/protocol/camera';
import type { Credentials } from '../auth/http-auth.ts';
import type { Picture } from '../media/access-unit.ts';
import { Depacketiser } from '../media/depacketise.ts';
import { JpegDepacketiser } from '../media/jpeg-depacketise.ts';
import { emptyRtpView, parseRtp, type RtpBatch } from '../media/rtp.ts';
import type { Deliver, Relay, RelaySource } from '../relay/relay.ts';
import { BSliceSniffer } from './b-slice-sniffer.ts';
import { CaptureClock } from './capture-clock.ts';
import { fromSocketError, IngestFailure } from './failure.ts';
import type { VideoTrack } from './sdp.ts';
import { runSource } from './source.ts';
import { StreamMeter } from './stream-meter.ts';
import { type VideoFacts, videoFacts } from './video-facts.ts';

/** A camera that comes back is live again within 10 s: 3 s cap + 3 s connect + answers. */
export const ingestBackoff: BackoffPolicy = {
  firstMs: 300,
  capMs: 3000,
  factor: 2,
  jitter: 0.4,
  healthyMs: 10_000,
};
/** Cameras lock an account after a few wrong passwords: ask seldom. */
const wrongPasswordWaitMs = 20_000;
const lingerMs = 5000;
/** No parameter sets for this long, or no JPEG header that means anything: nothing can ever decode this. */
const parameterSetsMs = 10_000;

export interface StreamUser {
  readonly name: string;
  readonly units: 'none' | 'key' | 'all';
  onPackets?(batch: RtpBatch): void;
  onUnit?(unit: Picture): void;
  /** The life that fed this user ended; a new one may begin by itself. */
  onLost?(failure: IngestFailure): void;
}

export interface CameraStreamOptions {
  readonly profile: StreamProfile;
  readonly url: URL;
  readonly credentials: Credentials | null;
  readonly transport: 'tcp' | 'udp' | 'auto';
  readonly clockOffsetMs: number | null;
  /** Null: every packet goes through this process's JavaScript. */
  readonly relay: Relay | null;
  readonly clock: Clock;
  readonly random?: () => number;
}

type Events = {
  playing: [];
  state: [CameraState];
  live: [VideoFacts];
  facts: [VideoFacts];
  senderReport: [];
};

export class CameraStream {
  readonly events = new Emitter<Events>();
  readonly profile: StreamProfile;
  restarts = 0;
  #options: CameraStreamOptions;
  #meter: StreamMeter;
  #relayed: RelaySource | null = null;
  #users = new Set<StreamUser>();
  #stop: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  #linger: Timer | null = null;
  #state: CameraState;
  #track: VideoTrack | null = null;
  #facts: VideoFacts | null = null;
  #capture: CaptureClock | null = null;
  #depacketiser: Depacketiser | JpegDepacketiser | null = null;
  #jpegSize: { widthPx: number; heightPx: number } | null = null;
  #wantsPackets: StreamUser[] = [];
  #wantsUnits: StreamUser[] = [];
  #view = emptyRtpView();
  #sniffer: BSliceSniffer | null = null;
  #startedMs = 0;
  #lastFailure: IngestFailure | null = null;

  constructor(options: CameraStreamOptions) {
    this.#options = options;
    this.profile = options.profile;
    this.#meter = new StreamMeter(options.clock);
    this.#state = { kind: 'connecting', sinceMs: options.clock.epochMs() };
  }

  get state(): CameraState {
    return this.#state;
  }

  /** Of the running life; null while it is not live. */
  get facts(): VideoFacts | null {
    return this.#stop && this.#state.kind === 'live' ? this.#facts : null;
  }

  get meter(): StreamMeter {
    if (this.#relayed) this.#meter.handleRelayed(this.#relayed.counts());
    return this.#meter;
  }

  /** The relay's end of the running life, to publish from; null where this process reads the packets itself. */
  get relayed(): RelaySource | null {
    return this.#relayed;
  }

  get capture(): CaptureClock | null {
    return this.#capture;
  }

  get droppedPictures(): number {
    return this.#depacketiser?.droppedUnits ?? 0;
  }

  get running(): boolean {
    return this.#stop !== null;
  }

  /** Uses the stream from now on; the returned function ends that. */
  use(user: StreamUser): () => void {
    this.#users.add(user);
    this.#usersChanged();
    this.#linger?.cancel();
    this.#linger = null;
    if (!this.#stop) this.#start();
    return () => {
      if (!this.#users.delete(user)) return;
      this.#usersChanged();
      if (this.#users.size > 0 || !this.#stop) return;
      this.#linger = this.#options.clock.after(lingerMs, () => void this.close());
    };
  }

  /** The facts once it is live; throws IngestFailure at the first failure, or when `withinMs` pass. Needs a user. */
  whenLive(withinMs: number): Promise<VideoFacts> {
    if (this.facts) return Promise.resolve(this.facts);
    return new Promise((resolve, reject) => {
      const stop = (finish: () => void) => {
        timer.cancel();
        offLive();
        offState();
        finish();
      };
      const timer = this.#options.clock.after(withinMs, () =>
        stop(() => reject(new IngestFailure('unreachable', `not live within ${withinMs / 1000} s`))),
      );
      const offLive = this.events.on('live', facts => stop(() => resolve(facts)));
      const offState = this.events.on('state', ({ kind, detail }) => {
        if (kind !== 'live' && kind !== 'connecting')
          stop(() => reject(this.#lastFailure ?? new IngestFailure('unreachable', detail ?? kind)));
      });
    });
  }

  /** The camera's clock was set: what its reports said before is void. */
  handleClockOffset(offsetMs: number): void {
    this.#options = { ...this.#options, clockOffsetMs: offsetMs };
    if (this.#track) this.#capture = new CaptureClock(this.#track.clockRate, offsetMs);
  }

  onSenderReport(listener: () => void): () => void {
    return this.events.on('senderReport', listener);
  }

  /** Stops the session; idempotent. A later use() begins anew. */
  async close(): Promise<void> {
    this.#linger?.cancel();
    this.#linger = null;
    this.#stop?.abort();
    this.#stop = null;
    await this.#done;
  }

  #start(): void {
    const stop = new AbortController();
    this.#stop = stop;
    this.#setState('connecting');
    const before = this.#done;
    this.#done = before.then(() =>
      supervise(signal => this.#live(signal), {
        clock: this.#options.clock,
        backoff: ingestBackoff,
        signal: stop.signal,
        random: this.#options.random,
        onEnded: ({ error }) => this.#handleEnd(error),
      }),
    );
  }

  async #live(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    if (this.#lastFailure?.kind === 'auth-failed') await sleep(clock, wrongPasswordWaitMs, signal);
    this.#sniffer = null;
    this.#jpegSize = null;
    this.#facts = null;
    this.#track = null;
    this.#relayed = null;
    this.#meter.reset();
    await runSource(
      {
        ...this.#options,
        deliver: () => this.#deliver,
        onRelayed: source => {
          this.#relayed = source;
        },
        onTrack: track => this.#handleTrack(track),
        onPlaying: () => this.events.emit('playing'),
        onBatch: batch => this.#handleBatch(batch),
        onSenderReport: report => {
          this.#capture?.handleReport(report, clock.epochMs());
          this.events.emit('senderReport');
        },
        onLost: packets => this.#meter.handleLost(packets),
        onTick: () => {
          if (!this.#track || this.#decodable || clock.monotonicMs() - this.#startedMs <= parameterSetsMs)
            return;
          const missing = this.#track.codec === 'other' ? 'a JPEG header known' : 'its parameter sets';
          throw new IngestFailure('bad-stream', `the stream never sends ${missing}`);
        },
      },
      signal,
    );
    if (!signal.aborted) throw new IngestFailure('unreachable', 'the camera ended the stream');
  }

  #handleTrack(track: VideoTrack): boolean {
    if (track.codec === 'other' && track.codecName !== 'JPEG')
      throw new IngestFailure('unsupported-codec', track.codecName);
    this.#track = track;
    this.#startedMs = this.#options.clock.monotonicMs();
    this.#capture = new CaptureClock(track.clockRate, this.#options.clockOffsetMs);
    const onUnit = (unit: Picture) => {
      for (const user of this.#wantsUnits) if (unit.key || user.units === 'all') user.onUnit?.(unit);
    };
    this.#depacketiser =
      track.codec === 'other'
        ? new JpegDepacketiser({
            onUnit,
            onSize: (widthPx, heightPx) => {
              this.#jpegSize = { widthPx, heightPx };
              this.#updateFacts();
            },
          })
        : new Depacketiser(track.codec, track.sets, { onUnit, onParameterSets: () => this.#updateFacts() });
    this.#usersChanged();
    this.#updateFacts();
    if (track.codec === 'h264' && (this.#facts?.h264?.reordered === null || !track.sets.sps))
      this.#sniffer = new BSliceSniffer();
    return true;
  }

  /** With the parameter sets known, or a JPEG's size, there is something that can be shown. */
  get #decodable(): boolean {
    return this.#track?.codec === 'other' ? this.#jpegSize !== null : Boolean(this.#track?.sets.sps);
  }

  /** What there is to be seen of the packets: all, until it is known what they are. */
  get #deliver(): Deliver {
    const looking = this.#state.kind !== 'live' || !this.#decodable || (this.#sniffer?.looking ?? false);
    if (looking || this.#wantsPackets.length > 0) return 'all';
    if (this.#wantsUnits.length === 0) return 'none';
    return this.#wantsUnits.some(user => user.units === 'all') ? 'all' : 'key-frames';
  }

  #updateFacts(): void {
    if (!this.#track) return;
    const facts = videoFacts(this.#track, this.#sniffer?.found ?? false, this.#jpegSize);
    const before = this.#facts;
    this.#facts = facts;
    if (this.#state.kind === 'live' && before) this.events.emit('facts', facts);
  }

  #handleBatch(batch: RtpBatch): void {
    if (this.#state.kind !== 'live' && this.#decodable && this.#facts) {
      this.#lastFailure = null;
      this.#setState('live');
      this.events.emit('live', this.#facts);
    }
    if (!this.#relayed) this.#meter.handleBatch(batch);
    for (const user of this.#wantsPackets) user.onPackets?.(batch);
    if (this.#wantsUnits.length > 0 || !this.#decodable || this.#sniffer?.looking) this.#takeApart(batch);
    this.#relayed?.deliver(this.#deliver);
  }

  #takeApart(batch: RtpBatch): void {
    const view = this.#view;
    for (let i = 0; i < batch.count; i++) {
      if (!parseRtp(batch.data, batch.bounds[i * 2]!, batch.bounds[i * 2 + 1]!, view)) continue;
      if (this.#sniffer?.looking && this.#sniffer.handlePacket(batch.data, view)) this.#updateFacts();
      this.#depacketiser?.handlePacket(batch.data, view);
    }
  }

  #usersChanged(): void {
    const users = [...this.#users];
    this.#wantsPackets = users.filter(user => user.onPackets);
    this.#wantsUnits = users.filter(user => user.units !== 'none');
    if (!this.#depacketiser) return;
    const keyFramesOnly = !users.some(user => user.units === 'all');
    // The picture in the making was begun under the other rule: wait for the next key frame.
    if (this.#depacketiser.keyFramesOnly && !keyFramesOnly) this.#depacketiser.reset();
    this.#depacketiser.keyFramesOnly = keyFramesOnly;
    this.#relayed?.deliver(this.#deliver);
  }

  #handleEnd(error: unknown): void {
    this.restarts += 1;
    this.#depacketiser = null;
    this.#track = null;
    if (this.#relayed) this.#meter.handleRelayed(this.#relayed.counts());
    this.#relayed = null;
    const failure = fromSocketError(error) ?? new IngestFailure('bad-answer', `internal: ${String(error)}`);
    this.#lastFailure = failure;
    this.#setState(failure.kind, failure.detail);
    for (const user of [...this.#users]) user.onLost?.(failure);
  }

  #setState(kind: CameraState['kind'], detail?: string): void {
    if (this.#state.kind === kind && this.#state.detail === detail) return;
    const sinceMs = this.#state.kind === kind ? this.#state.sinceMs : this.#options.clock.epochMs();
    this.#state = detail === undefined ? { kind, sinceMs } : { kind, sinceMs, detail };
    this.events.emit('state', this.#state);
  }
}
