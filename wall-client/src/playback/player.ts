// One picture of one camera in one <video>. A life: wait until the camera is live, open its stream by the
// first path that works, show it, follow the size; any end starts the next life by the supervisor.
import { sleep, type Timer } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import type { StreamProfile } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import type { AttachOptions, PlayerHandle, PlayerState, PlayerStats } from './api.ts';
import { chooseProfile, type Plan } from './choose.ts';
import { firstFrame } from './first-frame.ts';
import { FrameMeter } from './frames.ts';
import { latencyOf } from './latency.ts';
import type { PlaybackPorts } from './ports.ts';
import type { MediaSession } from './session.ts';

/** Retries of one picture: soon at first, gently while a fault lasts. */
const backoff = { firstMs: 1_000, capMs: 15_000, factor: 2, jitter: 0.3, healthyMs: 10_000 };
/** A live picture that stands still this long is opened anew. */
const frozenAfterMs = 6_000;
/** How long a stream that could not be had is not asked for while the other one plays. */
const refusedForMs = 60_000;
/** A picture that fell back to HLS tries WebRTC again this often: an overload or a cut cable passes. */
const webRtcAgainMs = 30_000;
/** A resize settles before the stream is changed. */
const resizeSettlesMs = 300;

/** Opens one stream by one path; rejects with an `AppError`. */
export type OpenSession = (
  plan: Plan,
  cameraId: string,
  profile: StreamProfile,
  signal: AbortSignal,
) => Promise<MediaSession>;

export interface PlayerPorts extends Pick<PlaybackPorts, 'facts' | 'clock'> {
  readonly open: OpenSession;
  /** The paths to try for a camera now, in order. */
  plans(cameraId: string): Plan[];
  readonly onClosed: (player: Player) => void;
}

export class Player implements PlayerHandle {
  readonly #ports: PlayerPorts;
  readonly #options: AttachOptions;
  readonly #frames: FrameMeter;
  readonly #stopFacts: () => void;
  #state: PlayerState = { kind: 'starting' };
  #stats: PlayerStats | null = null;
  #life = new AbortController();
  #size: { widthPx: number; heightPx: number };
  #resize: Timer | null = null;
  #onProfile: (() => void) | null = null;
  #visible: boolean;
  /** The camera has no picture, or is not known yet. */
  #awaiting = false;
  /** The session on the screen while another is opened to replace it; null once that has taken over. */
  #showing: MediaSession | null = null;
  #refused: { profile: StreamProfile; untilMs: number } | null = null;

  constructor(ports: PlayerPorts, options: AttachOptions, visible: boolean) {
    this.#ports = ports;
    this.#options = options;
    this.#visible = visible;
    this.#size = { widthPx: options.widthPx, heightPx: options.heightPx };
    this.#frames = new FrameMeter(options.video, ports.clock);
    this.#stopFacts = ports.facts.onCamera(options.cameraId, () => this.#handleCamera());
    this.#start();
  }

  get state(): PlayerState {
    return this.#state;
  }

  get stats(): PlayerStats | null {
    return this.#stats;
  }

  setSize(widthPx: number, heightPx: number): void {
    this.#size = { widthPx, heightPx };
    this.#resize?.cancel();
    this.#resize = this.#ports.clock.after(resizeSettlesMs, () => this.#onProfile?.());
  }

  retry(): void {
    if (this.#state.kind === 'failed') this.#start();
  }

  /** The page came to the front, or has been in the background for a while. */
  handleVisible(visible: boolean): void {
    if (this.#visible === visible || this.#state.kind === 'closed') return;
    this.#visible = visible;
    this.#start();
  }

  close(): void {
    if (this.#state.kind === 'closed') return;
    this.#life.abort();
    this.#resize?.cancel();
    this.#stopFacts();
    this.#frames.close();
    this.#options.video.srcObject = null;
    this.#set({ kind: 'closed' });
    this.#ports.onClosed(this);
  }

  #start(): void {
    this.#life.abort();
    if (!this.#visible) {
      this.#set({ kind: 'paused' });
      return;
    }
    const life = new AbortController();
    this.#life = life;
    const { clock } = this.#ports;
    void supervise(signal => this.#run(signal), {
      clock,
      backoff,
      signal: life.signal,
      onEnded: ({ error, retryInMs }) => {
        const code = error instanceof AppError ? error.code : 'internal';
        if (this.#cameraLive()) this.#set({ kind: 'failed', code, retryAtMs: clock.epochMs() + retryInMs });
        else this.#start();
      },
    });
  }

  /** One life: rejects with the reason it ended for. */
  async #run(signal: AbortSignal): Promise<void> {
    await this.#untilCameraLive(signal);
    this.#set(
      this.#state.kind === 'failed' ? { kind: 'starting', after: this.#state.code } : { kind: 'starting' },
    );
    let session = await this.#openAny(null, signal);
    try {
      for (;;) {
        this.#set({
          kind: 'live',
          path: session.path(),
          profile: session.profile,
          transcoded: session.transcoded,
        });
        await this.#show(session, signal);
        session = await this.#replace(session, signal);
      }
    } finally {
      session.close();
    }
  }

  /** The stream that fits better, or the one on the screen where that one cannot be had for now. */
  async #replace(showing: MediaSession, signal: AbortSignal): Promise<MediaSession> {
    const wanted = this.#wantedProfile();
    this.#showing = showing;
    try {
      return await this.#openAny(showing, signal);
    } catch (error) {
      if (signal.aborted || this.#showing === null) throw error;
      // Only another path was tried, for the same stream.
      if (showing.profile === wanted) return showing;
      this.#refused = { profile: wanted, untilMs: this.#ports.clock.monotonicMs() + refusedForMs };
      return showing;
    } finally {
      this.#showing = null;
    }
  }

  /** Resolves when another stream fits the size better, or WebRTC is worth another try; rejects when the picture ends. Measures once a second. */
  async #show(session: MediaSession, signal: AbortSignal): Promise<void> {
    const life = new AbortController();
    const inner = AbortSignal.any([signal, life.signal]);
    const resized = new Promise<void>(resolve => {
      this.#onProfile = () => {
        if (this.#wantedProfile() !== session.profile) resolve();
      };
      this.#onProfile();
    });
    const ended = session.ended.then(error => {
      throw error;
    });
    const watched = this.#watch(session, inner);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      await Promise.race([resized, this.#fasterPath(session, inner), ended, watched, aborted]);
    } finally {
      this.#onProfile = null;
      life.abort();
      watched.catch(() => undefined);
    }
  }

  async #fasterPath(session: MediaSession, signal: AbortSignal): Promise<void> {
    try {
      do await sleep(this.#ports.clock, webRtcAgainMs, signal);
      while (session.path() !== 'hls' || this.#ports.plans(this.#options.cameraId)[0]?.path !== 'webrtc');
    } catch {
      // The picture ended, or was replaced: that is told elsewhere.
      return new Promise(() => undefined);
    }
  }

  async #watch(session: MediaSession, signal: AbortSignal): Promise<never> {
    const { clock, facts } = this.#ports;
    const { cameraId, onStats } = this.#options;
    for (;;) {
      await sleep(clock, 1_000, signal);
      const shown = this.#frames.take();
      const sent = await session.measure();
      signal.throwIfAborted();
      if ((this.#frames.silentMs() ?? 0) > frozenAfterMs) throw new AppError('timed-out');
      const edge = facts.streamStats(cameraId, session.profile);
      this.#stats = {
        fps: shown.fps,
        codec: sent.codec,
        widthPx: shown.widthPx,
        heightPx: shown.heightPx,
        latencyMs: latencyOf({
          byCaptureClockMs: sent.latencyMs,
          cameraToEdgeMs: edge?.delayMs ?? null,
          lastLegMs: sent.lastLegMs,
          byBrowserMs: shown.latencyMs,
        }),
        path: session.path(),
        profile: session.profile,
        transcoded: session.transcoded,
      };
      onStats?.(this.#stats);
    }
  }

  /** Tries the paths in order and resolves at the first frame on the screen. `showing` stays until the new one can take over. */
  async #openAny(showing: MediaSession | null, signal: AbortSignal): Promise<MediaSession> {
    const { cameraId } = this.#options;
    let last: unknown = new AppError('media-unavailable');
    for (const plan of this.#ports.plans(cameraId)) {
      // The same stream by the path it comes by already would be no gain.
      if (plan.path === 'hls' && showing?.path() === 'hls' && showing.profile === this.#wantedProfile())
        break;
      let session: MediaSession | null = null;
      try {
        session = await this.#ports.open(plan, cameraId, this.#wantedProfile(), signal);
        await this.#bring(session, showing, signal);
        return session;
      } catch (error) {
        session?.close();
        if (signal.aborted) throw signal.reason;
        last = error;
        // Another path brings no picture from a camera that has none.
        if (error instanceof AppError && !pathFaults.has(error.code)) break;
      }
    }
    throw last;
  }

  /** Puts a session on the screen, in place of the one shown, and waits for its first frame. */
  #bring(session: MediaSession, showing: MediaSession | null, signal: AbortSignal): Promise<void> {
    return firstFrame(session, this.#ports.clock, signal, async inner => {
      if (showing) {
        await session.ready(inner);
        this.#options.onBeforeSwap?.();
        this.#showing = null;
        showing.close();
      }
      session.attach(this.#options.video);
      await this.#frames.nextFrame(inner);
    });
  }

  async #untilCameraLive(signal: AbortSignal): Promise<void> {
    while (!this.#cameraLive()) {
      this.#awaiting = true;
      const camera = this.#ports.facts.camera(this.#options.cameraId);
      // A page that has just opened has not been told of its cameras yet: nothing is wrong with them.
      this.#set(camera ? { kind: 'waiting', state: camera.state.kind } : { kind: 'starting' });
      await sleep(this.#ports.clock, 60_000, signal); // #handleCamera starts a new life long before
    }
    this.#awaiting = false;
  }

  #cameraLive(): boolean {
    return this.#ports.facts.camera(this.#options.cameraId)?.state.kind === 'live';
  }

  /** The camera became live, or ceased to be: either begins a new life, and the same state twice does nothing. */
  #handleCamera(): void {
    const kind = this.#state.kind;
    if (kind === 'closed' || kind === 'paused') return;
    if (!this.#cameraLive() || this.#awaiting || kind === 'failed') this.#start();
  }

  #wantedProfile(): StreamProfile {
    const streams = this.#ports.facts.camera(this.#options.cameraId)?.streams ?? [];
    const profile = chooseProfile(streams, this.#size.widthPx, this.#size.heightPx);
    const refused = this.#refused;
    if (refused?.profile !== profile || this.#ports.clock.monotonicMs() >= refused.untilMs) return profile;
    return profile === 'main' ? 'sub' : 'main';
  }

  #set(state: PlayerState): void {
    this.#state = state;
    if (state.kind !== 'live') this.#stats = null;
    this.#options.onState?.(state);
  }
}

/** Failures another path may cure. */
const pathFaults = new Set(['timed-out', 'media-unavailable', 'overloaded', 'internal']);
