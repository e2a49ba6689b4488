// The pictures on the map: which cameras get one (tiers/), how they come (wire/, decode/, in a worker), how they are
// drawn (draw/). The map gives it what it knows by handleX() and takes its layer.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { CameraInstances } from '../cameras/camera-instances.ts';
import type { View } from '../cameras/pick.ts';
import type { PlaceCells } from '../cameras/place-cells.ts';
import { BoardTable, oldMs } from './draw/board-table.ts';
import { BoardsLayer, type PictureArrays } from './draw/boards-layer.ts';
import { LivePictures } from './draw/live-pictures.ts';
import type { PictureAt } from './draw/pictures.ts';
import { Thumbnails } from './draw/thumbnails.ts';
import { decodedPerS, type FeedFacts, noCounts } from './feed-facts.ts';
import { VideoPictures } from './mse/video-pictures.ts';
import { Repaints } from './repaints.ts';
import { assumedCost, type Budget, costOf } from './tiers/budget.ts';
import { type Board, TierScheduler } from './tiers/scheduler.ts';
import type { PageDecoded, WorkerToPage } from './worker/messages.ts';
import type { FeedThread } from './worker/start-worker.ts';

export interface MapFeedsTools {
  clock: Clock;
  budget: Budget;
  /** Whether the browser decodes; else live feeds are played by videos. */
  decodes: boolean;
  start(onMessage: (message: WorkerToPage) => void): FeedThread;
  /** Of the last frame drawn; null while there is none. */
  view(): View | null;
  scale(): number;
  light(): number;
  repaint(): void;
}

const planEveryMs = 250;
/** A live picture older than this gives way to a newer thumbnail. */
const stalledMs = 3_000;
const nobody: ReadonlySet<string> = new Set();

export class MapFeeds {
  readonly #tools: MapFeedsTools;
  readonly #thread: FeedThread;
  readonly #thumbnails: Thumbnails;
  readonly #live: LivePictures | VideoPictures;
  readonly #scheduler = new TierScheduler();
  readonly #table = new BoardTable();
  readonly #repaints: Repaints;
  #layer: BoardsLayer | null = null;
  #instances: CameraInstances | null = null;
  #cells: PlaceCells | null = null;
  #boards: Board[] = [];
  /** What the worker knows of them. */
  #wanted = '';
  #chosen = nobody;
  #focused = nobody;
  #projected = nobody;
  #visible = true;
  #closed = false;
  #timer: Timer | null = null;
  #socket: FeedFacts['socket'] = 'connecting';
  #counts = noCounts;
  #perS = 0;
  #uploadsLastFrame = 0;
  #uploadedMs = 0;
  #uploadMs = 0;

  constructor(tools: MapFeedsTools) {
    this.#tools = tools;
    this.#thread = tools.start(message => this.#hear(message));
    this.#thumbnails = new Thumbnails(planes => this.#thread.post({ kind: 'page-back', planes }, [planes]));
    this.#live = tools.decodes
      ? new LivePictures((feed, planes) => this.#thread.post({ kind: 'frame-drawn', feed, planes }, [planes]))
      : new VideoPictures();
    this.#repaints = new Repaints(
      tools.clock,
      tools.budget.frameMs,
      tools.repaint,
      () => this.#live.isWaiting,
    );
    this.#tick();
  }

  /** For a new context; the one before is gone with all it held. */
  newLayer(): BoardsLayer {
    this.#layer = new BoardsLayer({
      table: this.#table,
      view: this.#tools.view,
      scale: this.#tools.scale,
      light: this.#tools.light,
      upload: arrays => this.#upload(arrays),
    });
    return this.#layer;
  }

  /** `moved`: cameras came, went, or stand elsewhere. */
  handleInstances(instances: CameraInstances, cells: PlaceCells, moved: boolean): void {
    this.#instances = instances;
    this.#cells = cells;
    if (moved) this.#plan();
  }

  /** Under the pointer, selected. */
  handleChosen(cameraIds: readonly string[]): void {
    this.#chosen = new Set(cameraIds);
    this.#pack();
  }

  /** Shown in windows of their own. */
  handleFocused(cameraIds: readonly string[]): void {
    this.#focused = new Set(cameraIds);
  }

  /** Shown on the ground and the buildings. */
  handleProjected(cameraIds: readonly string[]): void {
    this.#projected = new Set(cameraIds);
    this.#plan();
  }

  handleVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#thread.post({ kind: 'visible', visible });
    this.#tick();
  }

  /** The graphics card was taken away: everything is asked for anew when it is back. */
  handleLost(): void {
    this.#layer = null;
    this.#thumbnails.handleLost();
    this.#live.handleLost();
    this.#boards = [];
    this.#want();
    this.#pack();
  }

  /** How old the picture shown of a camera is, ms; null where none is. */
  pictureAgeMs(cameraId: string): number | null {
    const picture = this.#pictureOf(cameraId, true);
    return picture && Math.max(0, this.#tools.clock.epochMs() - picture.takenMs);
  }

  get facts(): FeedFacts {
    const { kind: _, atMs: __, ...counts } = this.#counts;
    return {
      socket: this.#socket,
      tilesShown: this.#table.count,
      tilesLive: this.#table.live,
      texturesBound: this.#layer?.texturesBound ?? 0,
      textureBytes: this.#layer?.textureBytes ?? 0,
      uploadsLastFrame: this.#uploadsLastFrame,
      uploadMs: this.#uploadMs,
      pagesUploaded: this.#thumbnails.uploaded,
      liveUploaded: this.#live.uploaded,
      ...counts,
      decodedPerS: this.#perS,
    };
  }

  get layerFacts(): { drawCalls: number; frameMs: number } {
    return this.#layer?.facts ?? { drawCalls: 0, frameMs: 0 };
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#repaints.close();
    this.#live.handleWanted([]);
    this.#thread.close();
  }

  #tick(): void {
    this.#timer?.cancel();
    if (this.#closed || !this.#visible) return;
    this.#plan();
    this.#timer = this.#tools.clock.after(planEveryMs, () => this.#tick());
  }

  #plan(): void {
    const view = this.#tools.view();
    if (!this.#layer || !view || !this.#instances || !this.#cells) return;
    this.#boards = this.#scheduler.plan({
      view,
      scale: this.#tools.scale(),
      instances: this.#instances,
      cells: this.#cells,
      chosen: this.#chosen,
      focused: this.#focused,
      projected: this.#projected,
      budget: this.#tools.budget,
      costOf: id => {
        const size = this.#live.sizeOf(id);
        return size ? costOf(size.width, size.height) : assumedCost;
      },
    });
    this.#want();
    this.#pack();
  }

  #want(): void {
    const key = this.#boards.map(({ cameraId, tier }) => `${cameraId}${tier}`).join();
    if (key === this.#wanted) return;
    this.#wanted = key;
    const thumbnails = this.#boards.map(({ cameraId }) => cameraId);
    const live = this.#boards.filter(({ tier }) => tier === 'live').map(({ cameraId }) => cameraId);
    this.#thumbnails.handleShown(thumbnails);
    this.#live.handleWanted(live);
    this.#thread.post({ kind: 'wanted', thumbnails, live });
    this.#repaints.watch(live.length > 0);
  }

  #pack(): void {
    if (!this.#instances) return;
    const isChanged = this.#table.pack(
      this.#boards,
      this.#instances,
      ({ cameraId, tier }) => this.#pictureOf(cameraId, tier === 'live'),
      id => this.#chosen.has(id),
      this.#tools.clock.epochMs() - oldMs,
    );
    if (isChanged) this.#repaints.ask();
  }

  #pictureOf(cameraId: string, moves: boolean): PictureAt | null {
    const live = moves ? this.#live.at(cameraId) : null;
    const still = this.#thumbnails.at(cameraId);
    if (!live || !still) return live ?? still;
    return still.takenMs - live.takenMs > stalledMs ? still : live;
  }

  #upload({ thumbnails, live, videos }: PictureArrays): void {
    const { budget, clock } = this.#tools;
    const startedMs = clock.monotonicMs();
    // A map drawn less often than pictures may come is given more at a time.
    const frames = Math.min(8, Math.max(1, Math.round((startedMs - this.#uploadedMs) / budget.frameMs)));
    const pages = this.#thumbnails.upload(thumbnails, budget.uploadBytesPerFrame * frames);
    const most = budget.uploadsPerFrame * frames;
    const pictures =
      this.#live instanceof VideoPictures
        ? this.#live.upload(videos, most, clock.epochMs())
        : this.#live.upload(live, most, clock.epochMs());
    this.#uploadedMs = startedMs;
    this.#uploadMs = clock.monotonicMs() - startedMs;
    this.#uploadsLastFrame = pages + pictures;
    this.#repaints.handleDrawn();
    if (pages + pictures > 0) this.#pack();
    if (this.#thumbnails.isWaiting) this.#repaints.ask();
  }

  #takePage(decoded: PageDecoded): void {
    this.#thread.post({ kind: 'page-taken', page: decoded.page });
    this.#thumbnails.handlePage(decoded);
  }

  #hear(message: WorkerToPage): void {
    if (message.kind === 'socket') this.#socket = message.state;
    else if (message.kind === 'page') this.#takePage(message);
    else if (message.kind === 'feed') this.#live.handleOpened(message);
    else if (message.kind === 'frame' && this.#live instanceof LivePictures) this.#live.handleFrame(message);
    else if (message.kind === 'unit' && this.#live instanceof VideoPictures)
      this.#live.handleUnit(message.unit);
    else if (message.kind === 'feed-ended') this.#live.handleEnded(message.cameraId);
    else if (message.kind === 'counts') {
      this.#perS = decodedPerS(this.#counts, message);
      this.#counts = message;
      return;
    }
    if (message.kind === 'page' || message.kind === 'frame' || message.kind === 'feed') this.#repaints.ask();
  }
}
