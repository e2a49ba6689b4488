// The page's playback: one WebRTC link, the posters, and every player there is. Lives from sign-in to
// sign-out. app/wire.ts hands it what the socket says (`handle…`) and what it needs of the page.
import type { Timer } from '@brightwall/kit/clock';
import { AppError, type ErrorBody } from '@brightwall/protocol/errors';
import type { AttachOptions, Playback, PlayerHandle } from './api.ts';
import { choosePlans, type ForcedPath, type PageAbilities } from './choose.ts';
import { type HlsSeats, HlsSession } from './hls-session.ts';
import { MediaLink } from './media-link.ts';
import { type OpenSession, Player } from './player.ts';
import type { PlaybackPorts } from './ports.ts';
import { PosterCache, type PosterTools } from './posters.ts';
import { Seats } from './seats.ts';
import { WebRtcSession } from './webrtc-session.ts';

/** A glance at another window costs nothing; a page left in the background for longer lets its streams go. */
const pauseAfterMs = 8_000;
/**
 * Where nothing plays the link is made after the page has opened: what this browser can play is known to the process that
 * draws, and the page stands still until that has drawn what it was given before.
 */
const prepareAfterMs = 5_000;

export interface EngineOptions extends PlaybackPorts {
  readonly forced: ForcedPath;
  readonly abilities: PageAbilities;
  readonly posterTools: PosterTools;
}

export class PlaybackEngine implements Playback {
  readonly posters: PosterCache;
  readonly #options: EngineOptions;
  readonly #link: MediaLink;
  readonly #players = new Set<Player>();
  /** Of six connections at most five are held, and one is always there for everything else. */
  readonly #hlsSeats: HlsSeats = { lowLatency: new Seats(2), starting: new Seats(3) };
  readonly #webRtc = new Map<string, WebRtcSession>();
  /** Ends that overtook the session's own opening; bounded by the consumes in flight. */
  readonly #endedEarly = new Map<string, ErrorBody>();
  #visible = true;
  #pause: Timer | null = null;
  #prepare: Timer | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#link = new MediaLink(options.signal, options.clock);
    this.posters = new PosterCache(options.facts, options.clock, options.posterTools);
  }

  attachCamera(options: AttachOptions): PlayerHandle {
    const { facts, clock } = this.#options;
    this.posters.prefetch(options.cameraId);
    const player = new Player(
      {
        facts,
        clock,
        open: this.#open,
        plans: cameraId => this.#plans(cameraId),
        onClosed: closed => this.#players.delete(closed),
      },
      options,
      this.#visible,
    );
    this.#players.add(player);
    return player;
  }

  onThumbnail(cameraId: string, listener: () => void): () => void {
    return this.#options.facts.onThumbnail(cameraId, listener);
  }

  /** The socket is connected (again). */
  handleConnected(): void {
    this.#link.reset();
    this.#prepare?.cancel();
    if (this.#options.abilities.webrtc && this.#options.forced !== 'hls')
      this.#prepare = this.#options.clock.after(this.#players.size > 0 ? 0 : prepareAfterMs, () =>
        this.#link.prepare(),
      );
    // After the ends of the old connection's streams have gone through the players.
    this.#options.clock.after(0, () => {
      for (const player of this.#players) player.retry();
    });
  }

  handleConsumerEnded(consumerId: string, error: ErrorBody): void {
    const session = this.#webRtc.get(consumerId);
    if (session) {
      session.handleEnded(new AppError(error.code, error.detail));
      return;
    }
    this.#endedEarly.set(consumerId, error);
    for (const old of this.#endedEarly.keys()) {
      if (this.#endedEarly.size <= 64) break;
      this.#endedEarly.delete(old);
    }
  }

  handleVisible(visible: boolean): void {
    this.#pause?.cancel();
    this.#pause = null;
    if (visible) this.#setVisible(true);
    else this.#pause = this.#options.clock.after(pauseAfterMs, () => this.#setVisible(false));
  }

  close(): void {
    this.#pause?.cancel();
    this.#prepare?.cancel();
    for (const player of [...this.#players]) player.close();
    this.#link.reset();
    this.posters.close();
  }

  #setVisible(visible: boolean): void {
    this.#visible = visible;
    for (const player of this.#players) player.handleVisible(visible);
  }

  #codecOf(cameraId: string) {
    const streams = this.#options.facts.camera(cameraId)?.streams;
    return streams?.find(stream => stream.profile === 'main')?.codec ?? streams?.[0]?.codec ?? 'h264';
  }

  #plans(cameraId: string) {
    const { abilities, forced } = this.#options;
    return choosePlans(this.#codecOf(cameraId), abilities, this.#link.blocked, forced);
  }

  #open: OpenSession = async (plan, cameraId, profile, signal) => {
    if (plan.path === 'hls') {
      const streams = this.#options.facts.camera(cameraId)?.streams;
      const codec = streams?.find(stream => stream.profile === profile)?.codec ?? this.#codecOf(cameraId);
      const { rendition } = plan;
      return HlsSession.open(this.#hlsSeats, { cameraId, profile, rendition, sourceCodec: codec }, signal);
    }
    const session = await WebRtcSession.open(this.#link, cameraId, profile, signal);
    const id = session.consumerId;
    this.#webRtc.set(id, session);
    void session.closed.then(() => this.#webRtc.delete(id));
    const early = this.#endedEarly.get(id);
    if (early) session.handleEnded(new AppError(early.code, early.detail));
    return session;
  };
}
