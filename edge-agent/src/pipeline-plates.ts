// Plate reading wired: one reader for all cameras, each camera's streams into its own reading, passages into the
// outbox, figures and the installer's pictures over the link. A camera whose reading is off uses no stream.
import { availableParallelism } from 'node:os';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { PicturePlates } from '@brightwall/protocol/read-picture';
import type { Logger } from 'pino';
import type { EdgeConfig } from './config.ts';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { Picture } from './media/access-unit.ts';
import type { PipelineCamera } from './pipeline-camera.ts';
import type { PipelinePassages } from './pipeline-passages.ts';
import { CameraPlates } from './plates/camera-plates.ts';
import { blacken } from './plates/frames/polygon.ts';
import type { WatchedStream } from './plates/gate/road-watch.ts';
import { readPicture } from './plates/read-picture.ts';
import { PlateReader } from './plates/reader/plate-reader.ts';
import { ReadingTurns } from './plates/reading-turns.ts';
import { thumbnailSize } from './snapshot/key-frame-decoder.ts';
import type { CoreLink } from './uplink/core-link.ts';

export interface PlatesContext {
  readonly config: EdgeConfig['plates'];
  readonly passages: PipelinePassages;
  readonly link: Pick<CoreLink, 'plateStats' | 'plateView' | 'events'>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface PictureShape {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

interface UsedStreams {
  readonly release: () => void;
  readonly handleReadNeeded: (needed: boolean) => void;
}

const statsEveryMs = 10_000;
/** Cameras of a busy road that one core reads, more or less; what it truly is, the turns find out. */
const camerasPerCore = 2;

export class PipelinePlates {
  readonly cameras = new Map<string, CameraPlates>();
  readonly #context: PlatesContext;
  /** Null: the configuration wants no plates read. */
  readonly #reader: PlateReader | null;
  readonly #turns: ReadingTurns;
  /** By camera: begins or ends the use of its streams, as its setup and the reader's state want. */
  readonly #starters = new Map<string, () => void>();
  #closers: (() => void)[] = [];
  /** Cameras that are gone, whose last passages are being made. */
  #closing = new Set<Promise<void>>();
  #timer: Timer | null = null;

  private constructor(context: PlatesContext, reader: PlateReader | null) {
    this.#context = context;
    this.#reader = reader;
    this.#turns = new ReadingTurns(context.clock, camerasPerCore * availableParallelism());
    if (!reader) return;
    const { passages, link } = context;
    this.#closers.push(
      passages.setups.events.on('changed', (cameraId, setup) => {
        this.cameras.get(cameraId)?.handleSetup(setup);
        this.#starters.get(cameraId)?.();
      }),
      passages.events.on('watch', (cameraId, on) => this.cameras.get(cameraId)?.handleWatch(on)),
      link.events.on('greeted', () => this.#tellStats(true)),
      reader.on('state', () => {
        this.#logReader();
        for (const start of this.#starters.values()) start();
        this.#tellStats();
      }),
    );
    this.#logReader();
    this.#everySoOften();
  }

  /** Resolves when the nets are loaded, or known not to load: cameras say so then. */
  static async open(context: PlatesContext): Promise<PipelinePlates> {
    const { enabled, models } = context.config;
    const options = { clock: context.clock, ...(models ? { modelsDir: models } : {}) };
    return new PipelinePlates(context, enabled ? await PlateReader.open(options) : null);
  }

  add(camera: PipelineCamera): void {
    const reader = this.#reader;
    const watch = camera.watchStream;
    if (!reader || !watch) return;
    const { passages, link, clock, log } = this.#context;
    const read = camera.stream('main');
    let used: UsedStreams | null = null;
    const plates = new CameraPlates({
      cameraId: camera.id,
      profile: read.profile,
      watchProfile: watch.profile,
      reader,
      turns: this.#turns,
      clock,
      setup: passages.setups.setup(camera.id),
      sink: passages.outbox,
      output: {
        onStats: stats => link.plateStats(stats),
        onView: view => link.plateView(view),
        onReadNeeded: needed => used?.handleReadNeeded(needed),
      },
      edgeClockOffsetMs: () => passages.coreClock.offsetMs,
      onError: (what, error) => {
        // Frames the reader had no room for are counted; a passage that was lost somebody must know of.
        if (what === 'passage') log.error({ camera: camera.report.name, err: error }, 'a passage was lost');
        else log.debug({ camera: camera.report.name, err: error }, 'a frame was not read');
      },
    });
    plates.handleWatch(passages.isWatched(camera.id));
    this.cameras.set(camera.id, plates);
    const start = () => {
      const wanted = plates.setup.enabled && reader.state.kind === 'ready';
      if (wanted === (used !== null)) return;
      used?.release();
      used = wanted ? this.#use(plates, watch, read) : null;
    };
    this.#starters.set(camera.id, start);
    start();
    camera.onClose(() => {
      used?.release();
      this.#starters.delete(camera.id);
      if (this.cameras.get(camera.id) === plates) this.cameras.delete(camera.id);
      const closing = plates.close().finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
    });
  }

  /**
   * A camera's small picture before it becomes a thumbnail, 256×144 RGB: its masks are blackened. False: what is
   * masked was never said, so that no picture may be made. `shape`: of the picture it was made from.
   */
  handlePixels(
    camera: PipelineCamera,
    rgb: Uint8Array,
    takenMs: number,
    shape: PictureShape | null = camera.watchStream?.facts ?? null,
  ): boolean {
    const { setups } = this.#context.passages;
    if (!setups.isTold(camera.id)) return false;
    const { widthPx, heightPx } = thumbnailSize;
    this.cameras.get(camera.id)?.health.handlePicture({ rgb }, takenMs);
    const { masks } = setups.setup(camera.id);
    if (masks.length > 0) blacken({ rgb, widthPx, heightPx }, masks, thumbnailPart(shape));
    return true;
  }

  /** A photograph from outside. Throws AppError; agent-offline where this box reads no plates. */
  async readPicture(picture: Uint8Array): Promise<PicturePlates> {
    if (!this.#reader) throw new AppError('agent-offline', 'plates');
    return readPicture(this.#reader, picture);
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    for (const closer of this.#closers.splice(0)) closer();
    await Promise.all([...[...this.cameras.values()].map(plates => plates.close()), ...this.#closing]);
    this.cameras.clear();
    this.#starters.clear();
    await this.#reader?.close();
  }

  /** Both streams of a camera into its reading, or its only one twice; the larger one for as long as it is needed. */
  #use(plates: CameraPlates, watch: CameraStream, read: CameraStream): UsedStreams {
    const { clock } = this.#context;
    const use = (
      stream: CameraStream,
      role: 'watch' | 'read',
      hand: (unit: Picture, takenMs: number, facts: WatchedStream) => void,
    ) =>
      stream.use({
        name: `plates-${role}`,
        units: 'all',
        onUnit: unit => {
          const { sets, widthPx, heightPx } = stream.facts ?? {};
          if (!sets || !widthPx || !heightPx) return;
          const takenMs = stream.capture?.captureMs(unit.rtp90k) ?? clock.epochMs();
          hand(unit, takenMs, { sets, widthPx, heightPx });
        },
        onLost: () => plates.handleLoss(role),
      });
    const releaseWatch = use(watch, 'watch', (...picture) => plates.handleWatchPicture(...picture));
    let releaseRead: (() => void) | null = null;
    const handleReadNeeded = (needed: boolean) => {
      if (needed === (releaseRead !== null)) return;
      releaseRead?.();
      releaseRead = needed ? use(read, 'read', (...picture) => plates.handleReadPicture(...picture)) : null;
    };
    handleReadNeeded(plates.readNeeded);
    return {
      handleReadNeeded,
      release: () => {
        releaseWatch();
        releaseRead?.();
        for (const role of ['watch', 'read'] as const) plates.handleLoss(role);
      },
    };
  }

  #tellStats(again = false): void {
    for (const plates of this.cameras.values()) plates.tellStats(again);
  }

  #everySoOften(): void {
    this.#timer = this.#context.clock.after(statsEveryMs, () => {
      this.#tellStats();
      this.#everySoOften();
    });
  }

  #logReader(): void {
    const state = this.#reader!.state;
    if (state.kind === 'ready') this.#context.log.info('number plates can be read');
    else if ('zh' in state)
      this.#context.log.error({ kind: state.kind, detail: state.detail }, `${state.zh} / ${state.en}`);
  }
}

/** Thumbnails show the middle of a picture that is no 16:9, at full height or width. */
function thumbnailPart(shape: PictureShape | null): readonly [number, number, number, number] {
  const { widthPx, heightPx } = shape ?? {};
  if (!widthPx || !heightPx) return [0, 0, 1, 1];
  const shown = thumbnailSize.widthPx / thumbnailSize.heightPx / (widthPx / heightPx);
  if (shown < 1) return [(1 - shown) / 2, 0, (1 + shown) / 2, 1];
  return [0, (1 - 1 / shown) / 2, 1, (1 + 1 / shown) / 2];
}
