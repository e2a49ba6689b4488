// Who keeps an eye on the cameras, and makes their small pictures. The few cameras of a box at a street corner
// have their small streams open all the time: a picture of each is at hand. Of more, a camera that nobody looks at
// has no stream: it is asked now and then whether it is there, and gives pictures while somebody wants them.
import type { CameraId } from '@brightwall/protocol/camera';
import type { PipelineCamera } from './pipeline-camera.ts';
import { CameraWatch, type WatchContext } from './pipeline-camera-watch.ts';
import { ThumbnailRounds } from './snapshot/thumbnail-rounds.ts';
import { ThumbnailMaker } from './snapshot/thumbnails.ts';

/** So many small streams are 10 Mbit/s and a tenth of a core. */
const fewCameras = 32;
/** Snapshots in the making: cameras answer in some 100 ms, so that 40 a second come from each of two cores. */
const parallel = 8;

export class PipelineWatch {
  readonly #context: WatchContext;
  readonly #maker: ThumbnailMaker;
  readonly #rounds: ThumbnailRounds;
  readonly #cameras = new Map<CameraId, CameraWatch>();
  #wanted: ReadonlySet<CameraId> = new Set();
  /** Once there were many, streams do not open and close with each that comes and goes. */
  #isMany = false;

  constructor(context: WatchContext) {
    this.#context = context;
    this.#maker = new ThumbnailMaker(context.clock);
    this.#rounds = new ThumbnailRounds({
      clock: context.clock,
      everyMs: context.everyMs,
      parallel,
      take: async id => this.#cameras.get(id)?.takeSnapshot(),
    });
  }

  /** There will be so many: streams need not be opened only to be closed at the last that comes. */
  expect(cameras: number): void {
    if (this.#isMany || cameras <= fewCameras) return;
    this.#isMany = true;
    for (const each of this.#cameras.values()) this.#place(each);
    this.#rounds.handleWanted(this.#wanted);
  }

  /** Until the camera is closed. */
  add(camera: PipelineCamera): void {
    if (!camera.watchStream) return;
    const watched = new CameraWatch(camera, camera.watchStream, this.#maker, this.#context);
    this.#cameras.set(camera.id, watched);
    camera.onClose(() => {
      watched.close();
      if (this.#cameras.get(camera.id) === watched) this.#cameras.delete(camera.id);
    });
    this.expect(this.#cameras.size);
    this.#place(watched);
  }

  /** Somebody looks at these and no others. */
  handleWanted(cameraIds: readonly CameraId[]): void {
    this.#wanted = new Set(cameraIds);
    if (!this.#isMany) return;
    for (const watched of this.#cameras.values()) this.#place(watched);
    this.#rounds.handleWanted(this.#wanted);
  }

  close(): void {
    this.#rounds.close();
    this.#maker.close();
  }

  #place(watched: CameraWatch): void {
    if (!this.#isMany) watched.keepOpen();
    else if (this.#wanted.has(watched.id)) watched.want();
    else watched.rest();
  }
}
