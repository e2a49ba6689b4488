// One camera's health and small pictures: by its small stream, kept open; or by nothing but a sign of life now and
// then; or by the snapshots it gives over HTTP while somebody looks, and by its stream where it gives none.
import type { Clock } from '@brightwall/kit/clock';
import type { CameraId } from '@brightwall/protocol/camera';
import type { Thumbnail } from '@brightwall/protocol/edge-messages';
import { CameraHealth } from './ingest/camera-health.ts';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { PipelineCamera } from './pipeline-camera.ts';
import type { PipelinePlates } from './pipeline-plates.ts';
import { HttpPicture } from './snapshot/http-picture.ts';
import { CameraThumbnails, type ThumbnailMaker } from './snapshot/thumbnails.ts';

/** In a row; after them the stream gives the pictures. */
const failuresToGiveUp = 2;
/** A camera may have restarted, or this machine have been too busy to hear it in time. */
const tryAgainMs = 60_000;

export interface WatchContext {
  readonly clock: Clock;
  /** Between two pictures of a camera. */
  readonly everyMs: number;
  /** From start() to close(). */
  readonly plates: () => Pick<PipelinePlates, 'handlePixels'> | null;
  readonly onThumbnail: (thumbnail: Thumbnail) => void;
}

type Way = 'stream' | 'snapshots' | 'none';

export class CameraWatch {
  readonly id: CameraId;
  readonly #camera: PipelineCamera;
  readonly #stream: CameraStream;
  readonly #maker: ThumbnailMaker;
  readonly #context: WatchContext;
  readonly #health: CameraHealth;
  readonly #picture: HttpPicture | null;
  readonly #life = new AbortController();
  #way: Way | null = null;
  #releaseStream: (() => void) | null = null;
  #failures = 0;
  #noSnapshotsUntilMs = 0;

  constructor(camera: PipelineCamera, stream: CameraStream, maker: ThumbnailMaker, context: WatchContext) {
    this.id = camera.id;
    this.#camera = camera;
    this.#stream = stream;
    this.#maker = maker;
    this.#context = context;
    const { clock } = context;
    const { streams, snapshotUrl, credentials } = camera.found;
    const { url } = streams.find(({ profile }) => profile === stream.profile)!;
    this.#health = new CameraHealth({ url, clock, onHealth: failure => camera.handleHealth(failure) });
    this.#picture = snapshotUrl && new HttpPicture({ url: snapshotUrl, credentials, clock });
  }

  keepOpen(): void {
    this.#go('stream');
  }

  want(): void {
    const mayTry = this.#picture !== null && this.#context.clock.monotonicMs() >= this.#noSnapshotsUntilMs;
    this.#go(mayTry ? 'snapshots' : 'stream');
  }

  rest(): void {
    this.#go('none');
  }

  /** Gets one picture and sends it on, where snapshots are the way, or may be tried again. Never rejects. */
  async takeSnapshot(): Promise<void> {
    if (this.#way === 'stream') this.want();
    if (this.#way !== 'snapshots' || !this.#picture) return;
    const { clock, plates, onThumbnail } = this.#context;
    const takenMs = clock.epochMs();
    try {
      const jpeg = await this.#maker.makeOfJpeg(
        await this.#picture.get(this.#life.signal),
        (rgb, shape) => plates()?.handlePixels(this.#camera, rgb, takenMs, shape) ?? false,
      );
      this.#failures = 0;
      this.#camera.handleHealth(null);
      if (jpeg && !this.#life.signal.aborted) onThumbnail({ cameraId: this.id, takenMs, jpeg });
    } catch {
      // Why is told by the stream, which has the camera's state to itself from now on.
      this.#failures += 1;
      if (this.#failures < failuresToGiveUp || this.#way !== 'snapshots') return;
      this.#failures = 0;
      this.#noSnapshotsUntilMs = clock.monotonicMs() + tryAgainMs;
      this.#go('stream');
    }
  }

  close(): void {
    this.#life.abort();
    this.#go('none');
    this.#health.stop();
  }

  #go(way: Way): void {
    if (way === this.#way) return;
    const before = this.#way;
    this.#way = way;
    if (way === 'stream') {
      this.#health.stop();
      this.#releaseStream ??= this.#useStream();
      return;
    }
    this.#releaseStream?.();
    this.#releaseStream = null;
    // A device that was found has just answered; an address somebody wrote down has not.
    if (before === null && this.#camera.report.source === 'onvif') this.#camera.handleHealth(null);
    this.#health.start(this.#camera.state.kind === 'connecting' ? 2000 : undefined);
  }

  /** Key frames of the small stream become pictures; the stream, running, tells the camera's state. */
  #useStream(): () => void {
    const stream = this.#stream;
    const { clock, everyMs, plates, onThumbnail } = this.#context;
    let release: (() => void) | null = null;
    const wantKeyFrames = (wanted: boolean) => {
      if (wanted) {
        release ??= stream.use({
          name: 'thumbnail',
          units: 'key',
          onUnit: unit => stream.facts && thumbnails.handleKeyFrame(unit, stream.facts.sets),
        });
        return;
      }
      release?.();
      release = null;
    };
    const thumbnails = new CameraThumbnails(this.#maker, clock, everyMs, {
      onWanted: wantKeyFrames,
      onPixels: (rgb, takenMs) => plates()?.handlePixels(this.#camera, rgb, takenMs) ?? false,
      onThumbnail: (jpeg, takenMs) => onThumbnail({ cameraId: this.id, takenMs, jpeg }),
      onDecodable: () => this.#camera.handleDecodable(),
      onUndecodable: detail => this.#camera.handleUndecodable(detail),
    });
    const stopWatching = stream.use({ name: 'watch', units: 'none' });
    thumbnails.start();
    return () => {
      thumbnails.close();
      stopWatching();
    };
  }
}
