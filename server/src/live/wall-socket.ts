// Pages come in here: signed in by the session's cookie, told of every change, and given the media they
// ask for. A page ends with its socket, and its socket with its session.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Camera, CameraState } from '@brightwall/protocol/camera';
import type { StreamStats } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { GateEvent } from '@brightwall/protocol/park';
import type { Passage } from '@brightwall/protocol/passage';
import type { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import type { CoreToWall, WallToCore } from '@brightwall/protocol/wall-messages';
import type { WatchAlert, WatchAlertNews } from '@brightwall/protocol/watch-alert';
import type { WatchEntry } from '@brightwall/protocol/watch-list';
import type { DefaultEventsMap, Namespace, Server } from 'socket.io';
import type { Access } from '../access/access.ts';
import type { Page } from '../media/page.ts';
import { CameraNews } from './camera-news.ts';
import type { PlateWatch } from './plate-watch.ts';
import { type SnapshotSource, sendSnapshot } from './send-snapshot.ts';
import { type PageData, plateRoom, servePage, type WallSocketConnection } from './serve-page.ts';

export interface WallSocketOptions {
  readonly io: Server;
  readonly access: Access;
  readonly tokenOf: (cookieHeader: string | undefined) => string | undefined;
  readonly cameras: SnapshotSource;
  readonly newestPassages: () => Passage[];
  readonly plateStats: () => PlateStats[];
  readonly openWatchAlerts: () => Promise<WatchAlert[]>;
  readonly plateWatch: PlateWatch;
  readonly openPage: () => Page;
  readonly closePage: (page: Page) => void;
  readonly clock: Clock;
  readonly log: (level: 'warn' | 'error', text: string, facts: object) => void;
}

/** A page that is open is a session in use; also how soon a session's age ends its pages. */
const checkEveryMs = 60_000;
const maxPagesPerSession = 32;

export class WallSocket {
  readonly #options: WallSocketOptions;
  readonly #namespace: Namespace<WallToCore, CoreToWall, DefaultEventsMap, PageData>;
  readonly #bySession = new Map<string, Set<WallSocketConnection>>();
  readonly #news: CameraNews;
  readonly #offEnded: () => void;
  #check: Timer | null = null;
  #closed = false;

  constructor(options: WallSocketOptions) {
    this.#options = options;
    this.#namespace = options.io.of('/wall');
    this.#news = new CameraNews({
      clock: options.clock,
      cameras: cameras => this.#namespace.emit('cameras', cameras),
      states: changes => this.#namespace.emit('cameraStates', changes),
      // The next one follows within seconds: a page that cannot keep up does without.
      thumbnails: taken => this.#namespace.volatile.emit('thumbnailsTaken', taken),
    });
    this.#namespace.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        error => {
          const known = error instanceof AppError ? error : new AppError('internal');
          if (known !== error) options.log('error', 'a page could not be admitted', { error: String(error) });
          next(Object.assign(new Error(known.message), { data: known.toBody() }));
        },
      );
    });
    this.#namespace.on('connection', socket => this.#take(socket));
    this.#offEnded = options.access.sessions.events.on('ended', sessionId => this.#signOut(sessionId));
    this.#scheduleCheck();
  }

  get pages(): number {
    return this.#namespace.sockets.size;
  }

  handleCamera(camera: Camera): void {
    this.#news.handleCamera(camera);
  }

  handleCameraState(cameraId: string, state: CameraState): void {
    this.#news.handleState(cameraId, state);
  }

  handleThumbnailTaken(cameraId: string, takenMs: number): void {
    this.#news.handleThumbnail(cameraId, takenMs);
  }

  handleStreamStats(stats: StreamStats): void {
    this.#namespace.volatile.emit('streamStats', stats);
  }

  handlePassage(passage: Passage): void {
    this.#namespace.emit('passage', passage);
  }

  handleWatchEntry(entry: WatchEntry): void {
    this.#namespace.emit('watchEntry', entry);
  }

  handleWatchAlert(news: WatchAlertNews): void {
    this.#namespace.emit('watchAlert', news);
  }

  handleGateEvent(event: GateEvent): void {
    this.#namespace.emit('gateEvent', event);
  }

  handleParkChanged(): void {
    this.#namespace.emit('parkChanged', {});
  }

  handlePlateStats(stats: PlateStats): void {
    this.#namespace.emit('plateStats', [stats]);
  }

  /** To the pages that look at this camera; one that is behind waits for a newer picture. */
  handlePlateView(view: PlateView): void {
    this.#namespace.to(plateRoom(view.cameraId)).volatile.emit('plateView', view);
  }

  close(): void {
    this.#closed = true;
    this.#check?.cancel();
    this.#news.close();
    this.#offEnded();
    this.#namespace.removeAllListeners();
    this.#namespace.disconnectSockets(true);
  }

  async #admit(socket: WallSocketConnection): Promise<void> {
    const token = this.#options.tokenOf(socket.handshake.headers.cookie);
    const signedIn = await this.#options.access.identify(token);
    if (!token || !signedIn) throw new AppError('not-signed-in');
    if (signedIn.user.mustChangePassword) throw new AppError('password-change-required');
    if ((this.#bySession.get(signedIn.sessionId)?.size ?? 0) >= maxPagesPerSession)
      throw new AppError('overloaded', `at most ${maxPagesPerSession} pages per session`);
    socket.data.signedIn = signedIn;
    socket.data.token = token;
  }

  #take(socket: WallSocketConnection): void {
    const { sessionId } = socket.data.signedIn;
    const sockets = this.#bySession.get(sessionId) ?? new Set();
    this.#bySession.set(sessionId, sockets.add(socket));
    const page = this.#options.openPage();
    page.events.on('consumerEnded', (consumerId, error) => {
      // A page that asks anew at once shall know that the camera is gone.
      this.#news.flush();
      socket.emit('consumerEnded', { consumerId, error: error.toBody() });
    });
    socket.on('disconnect', () => {
      sockets.delete(socket);
      if (sockets.size === 0) this.#bySession.delete(sessionId);
      this.#options.closePage(page);
      this.#options.plateWatch.leave(socket.id);
    });
    servePage(socket, page, this.#options.plateWatch, error =>
      this.#options.log('error', 'a request of a page failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
    void sendSnapshot(socket, this.#options.cameras);
    socket.emit('plateStats', this.#options.plateStats());
    socket.emit('newestPassages', this.#options.newestPassages());
    this.#options.openWatchAlerts().then(
      alerts => socket.emit('openWatchAlerts', alerts),
      error => this.#options.log('error', 'open alerts could not be read', { error: String(error) }),
    );
  }

  #signOut(sessionId: string): void {
    for (const socket of this.#bySession.get(sessionId) ?? []) {
      socket.emit('signedOut', {});
      socket.disconnect(true);
    }
  }

  #scheduleCheck(): void {
    this.#check = this.#options.clock.after(checkEveryMs, () => {
      const checks = [...this.#bySession.values()].map(async ([socket]) => {
        const signedIn = socket && (await this.#options.access.identify(socket.data.token));
        if (socket && !signedIn) this.#signOut(socket.data.signedIn.sessionId);
      });
      Promise.all(checks)
        .catch(error => this.#options.log('warn', 'sessions could not be checked', { error: String(error) }))
        .finally(() => {
          if (!this.#closed) this.#scheduleCheck();
        });
    });
  }
}
