// The small streams that pages show live: each asked of its agent once, however many look; every viewer is given
// the units since the last key frame at once, so that it has a picture without waiting for the next.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { FeedUnitMessage, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { encodeUnit, type FeedStarted } from '@brightwall/protocol/map-feed';
import type { FeedError, MapAgentsPort, MapCamerasPort } from './ports.ts';

export interface LiveUnit {
  readonly feed: FeedStarted;
  readonly key: boolean;
  /** As it goes over the socket. */
  readonly bytes: Uint8Array;
}

export interface LiveViewer {
  handleUnit(unit: LiveUnit): void;
  handleNoFeed(cameraId: string, error: FeedError): void;
}

interface Feed {
  readonly viewers: Set<LiveViewer>;
  started: FeedStarted | null;
  /** Since the last key frame. */
  group: LiveUnit[];
  groupBytes: number;
  error: FeedError | null;
  tries: number;
  /** Retry while somebody looks, or the end when nobody does. */
  timer: Timer | null;
  agentId: string | null;
  lastTimeMs: number;
}

/** All pages together: a core of one machine sends no more. */
const maxFeeds = 1024;
/** Moved out of sight and back. */
const lingerMs = 4000;
const retryMs = { first: 2000, cap: 15_000 };
/** Two seconds of a small stream are a tenth of it; a camera without key frames is not kept. */
const maxGroupBytes = 3_000_000;

export class LiveFeeds {
  readonly #cameras: Pick<MapCamerasPort, 'agentOf'>;
  readonly #agents: Pick<MapAgentsPort, 'startFeed' | 'stopFeed'>;
  readonly #clock: Clock;
  readonly #feeds = new Map<string, Feed>();
  #next = 1;

  constructor(
    cameras: Pick<MapCamerasPort, 'agentOf'>,
    agents: Pick<MapAgentsPort, 'startFeed' | 'stopFeed'>,
    clock: Clock,
  ) {
    this.#cameras = cameras;
    this.#agents = agents;
    this.#clock = clock;
  }

  get count(): number {
    return this.#feeds.size;
  }

  watch(viewer: LiveViewer, cameraId: string): void {
    const known = this.#feeds.get(cameraId);
    if (known) {
      if (known.viewers.size === 0) this.#cancel(known);
      known.viewers.add(viewer);
      if (known.error) viewer.handleNoFeed(cameraId, known.error);
      for (const unit of known.group) viewer.handleUnit(unit);
      if (known.agentId === null && !known.timer) this.#start(cameraId, known);
      return;
    }
    if (this.#feeds.size >= maxFeeds) {
      viewer.handleNoFeed(cameraId, new AppError('overloaded', `at most ${maxFeeds} feeds`).toBody());
      return;
    }
    const feed: Feed = {
      viewers: new Set([viewer]),
      started: null,
      group: [],
      groupBytes: 0,
      error: null,
      tries: 0,
      timer: null,
      agentId: null,
      lastTimeMs: 0,
    };
    this.#feeds.set(cameraId, feed);
    this.#start(cameraId, feed);
  }

  leave(viewer: LiveViewer, cameraId: string): void {
    const feed = this.#feeds.get(cameraId);
    if (!feed?.viewers.delete(viewer) || feed.viewers.size > 0) return;
    this.#cancel(feed);
    feed.timer = this.#clock.after(lingerMs, () => this.#end(cameraId, feed));
  }

  handleUnit(
    agentId: string,
    { cameraId, codec, widthPx, heightPx, key, timeMs, data }: FeedUnitMessage,
  ): void {
    const feed = this.#feeds.get(cameraId);
    if (!feed || feed.agentId !== agentId) return;
    const before = feed.started;
    const isSame = before?.codec === codec && before.widthPx === widthPx && before.heightPx === heightPx;
    if (!isSame || timeMs < feed.lastTimeMs) {
      if (!key) return;
      feed.started = { kind: 'feed', feed: this.#next++, cameraId, codec, widthPx, heightPx };
    }
    feed.lastTimeMs = timeMs;
    feed.error = null;
    feed.tries = 0;
    const started = feed.started!;
    const unit = { feed: started, key, bytes: encodeUnit({ feed: started.feed, key, timeMs, data }) };
    this.#keep(feed, unit);
    for (const viewer of feed.viewers) viewer.handleUnit(unit);
  }

  handleEnded(agentId: string, cameraId: string, reason: StreamEndReason): void {
    const feed = this.#feeds.get(cameraId);
    if (feed?.agentId === agentId)
      this.#fail(cameraId, feed, new AppError('camera-unavailable', reason).toBody());
  }

  /** It said hello, or is gone: either way it sends nothing that it was asked before. */
  handleAgent(agentId: string): void {
    for (const [cameraId, feed] of this.#feeds) {
      const isIts = feed.agentId === agentId || this.#cameras.agentOf(cameraId) === agentId;
      if (!isIts) continue;
      if (feed.agentId !== null) this.#fail(cameraId, feed, new AppError('agent-offline', agentId).toBody());
      if (feed.viewers.size === 0 || this.#cameras.agentOf(cameraId) === null) continue;
      this.#cancel(feed);
      this.#start(cameraId, feed);
    }
  }

  close(): void {
    for (const feed of this.#feeds.values()) this.#cancel(feed);
    this.#feeds.clear();
  }

  #start(cameraId: string, feed: Feed): void {
    const agentId = this.#cameras.agentOf(cameraId);
    if (agentId === null) {
      this.#fail(cameraId, feed, new AppError('agent-offline').toBody());
      return;
    }
    feed.agentId = agentId;
    this.#agents.startFeed(agentId, cameraId).catch(error => {
      if (this.#feeds.get(cameraId) !== feed || feed.agentId !== agentId) return;
      const known = error instanceof AppError ? error : new AppError('internal');
      this.#fail(cameraId, feed, known.toBody());
    });
  }

  /** Told to whoever looks, and tried again while somebody does. */
  #fail(cameraId: string, feed: Feed, error: FeedError): void {
    feed.agentId = null;
    feed.error = error;
    feed.group = [];
    feed.groupBytes = 0;
    feed.started = null;
    for (const viewer of feed.viewers) viewer.handleNoFeed(cameraId, error);
    if (feed.viewers.size === 0) return;
    this.#cancel(feed);
    const waitMs = Math.min(retryMs.cap, retryMs.first * 2 ** feed.tries++);
    feed.timer = this.#clock.after(waitMs, () => {
      feed.timer = null;
      this.#start(cameraId, feed);
    });
  }

  #end(cameraId: string, feed: Feed): void {
    this.#feeds.delete(cameraId);
    // One that cannot be told is gone, and its feeds with it.
    if (feed.agentId !== null) this.#agents.stopFeed(feed.agentId, cameraId).catch(() => {});
  }

  #keep(feed: Feed, unit: LiveUnit): void {
    if (unit.key) {
      feed.group = [];
      feed.groupBytes = 0;
    } else if (feed.group.length === 0) return;
    feed.groupBytes += unit.bytes.length;
    if (feed.groupBytes > maxGroupBytes) feed.group = [];
    else feed.group.push(unit);
  }

  #cancel(feed: Feed): void {
    feed.timer?.cancel();
    feed.timer = null;
  }
}
