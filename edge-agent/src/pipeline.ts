// How the agent hangs together, read top to bottom: cameras are found, each gets its streams, what is made
// from them goes to the core, and what the core asks comes back to the camera it is about.
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { Logger } from 'pino';
import type { EdgeConfig } from './config.ts';
import { Discovery } from './discover/discovery.ts';
import type { FoundCamera } from './discover/found-camera.ts';
import { manualCamera } from './discover/manual.ts';
import { PipelineCamera } from './pipeline-camera.ts';
import { PipelinePassages } from './pipeline-passages.ts';
import { PipelinePlates } from './pipeline-plates.ts';
import { PipelineWatch } from './pipeline-watch.ts';
import type { Relay } from './relay/relay.ts';
import { CoreLink } from './uplink/core-link.ts';

const statsEveryMs = 2000;

export class Pipeline {
  readonly cameras = new Map<string, PipelineCamera>();
  readonly link: CoreLink;
  /** From start() to close(). */
  passages: PipelinePassages | null = null;
  plates: PipelinePlates | null = null;
  #config: EdgeConfig;
  #relay: Relay | null;
  #clock: Clock;
  #log: Logger;
  #stop = new AbortController();
  #watch: PipelineWatch;
  #discovery: Discovery;
  #discoveryDone: Promise<void> = Promise.resolve();
  #linkDone: Promise<void> = Promise.resolve();
  #statsTimer: Timer | null = null;

  /** `relay`: null where the native part does not run on this machine; all goes on without it, at more CPU. */
  constructor(config: EdgeConfig, relay: Relay | null, clock: Clock, log: Logger) {
    this.#config = config;
    this.#relay = relay;
    this.#clock = clock;
    this.#log = log;
    this.#watch = new PipelineWatch({
      clock,
      everyMs: config.thumbnails.everyMs,
      plates: () => this.plates,
      onThumbnail: thumbnail => this.link.thumbnail(thumbnail),
    });
    this.#discovery = new Discovery({ ...config.onvif, clock });
    this.link = new CoreLink({
      ...config.core,
      agentId: config.agentId,
      clock,
      requests: {
        hello: () => ({
          name: config.name,
          cameras: [...this.cameras.values()].map(camera => camera.report),
        }),
        publish: request => this.#camera(request.cameraId).publish(request, request.host ?? this.link.host),
        unpublish: publishId => {
          for (const camera of this.cameras.values()) if (camera.unpublish(publishId)) return;
        },
        startHls: ref => this.#camera(ref.cameraId).startHls(ref, this.link),
        wantThumbnails: cameraIds => this.#watch.handleWanted(cameraIds),
        stopHls: ref => this.cameras.get(ref.cameraId)?.stopHls(ref),
        startFeed: cameraId => this.#camera(cameraId).startFeed(this.link),
        stopFeed: cameraId => this.cameras.get(cameraId)?.stopFeed(),
        setPlateSetup: ({ cameraId, setup }) => this.#started().setups.put(cameraId, setup),
        watchPlates: (cameraId, on) => this.#started().handleWatch(this.#camera(cameraId).id, on),
        readPicture: async picture => {
          if (!this.plates) throw new AppError('overloaded', 'starting');
          return this.plates.readPicture(picture);
        },
        discover: () => this.#discovery.discover(this.#stop.signal),
      },
    });
  }

  /** Throws DataFolderError. */
  async start(): Promise<void> {
    this.passages = await PipelinePassages.open(this.#config, this.link, this.#clock, this.#log);
    this.plates = await PipelinePlates.open({
      config: this.#config.plates,
      passages: this.passages,
      link: this.link,
      clock: this.#clock,
      log: this.#log,
    });
    for (const camera of this.#config.cameras) this.#addCamera(manualCamera(camera));
    this.link.events.on('connected', () => this.#log.info('connected to the core'));
    this.link.events.on('refused', detail => this.#log.warn({ detail }, 'the core refused the connection'));
    this.link.events.on('disconnected', reason => {
      this.#log.warn({ reason }, 'disconnected from the core');
      // The core's transports went with the connection; it asks anew after hello.
      for (const camera of this.cameras.values()) camera.dropRequests();
      this.#watch.handleWanted([]);
    });
    this.#discovery.events.on('found', found => {
      const { name, address } = found.report;
      this.#log.info({ camera: name, address, failure: found.failure ?? undefined }, 'camera found');
      void this.#replaceCamera(found);
    });
    this.#discovery.events.on('heard', devices => this.#watch.expect(devices + this.#config.cameras.length));
    this.#discovery.events.on('clock', (cameraId, offsetMs) => {
      this.#log.info({ camera: cameraId, offsetMs }, "the camera's clock has moved");
      this.cameras.get(cameraId)?.handleClockOffset(offsetMs);
    });
    this.#discovery.events.on('silent', host => this.#log.warn({ host }, 'no answer to the probe'));
    this.#discoveryDone = this.#discovery.run(this.#stop.signal).catch(() => {});
    this.#linkDone = this.link.run(this.#stop.signal);
    this.#sendStats();
  }

  /** Everything ends in the reverse order of its start. */
  async close(): Promise<void> {
    this.#statsTimer?.cancel();
    this.#stop.abort();
    await this.#linkDone;
    await this.#discoveryDone;
    await Promise.all([...this.cameras.values()].map(camera => camera.close()));
    this.cameras.clear();
    this.#watch.close();
    await this.plates?.close();
    await this.passages?.close();
  }

  async #replaceCamera(found: FoundCamera): Promise<void> {
    const before = this.cameras.get(found.report.id);
    this.cameras.delete(found.report.id);
    if (before) await before.close('camera-lost');
    if (!this.#stop.signal.aborted) this.#addCamera(found);
  }

  #addCamera(found: FoundCamera): void {
    if (this.cameras.has(found.report.id)) return;
    const camera = new PipelineCamera(found, this.#relay, this.#clock);
    this.cameras.set(camera.id, camera);
    camera.events.on('state', state => {
      this.#log.info({ camera: camera.report.name, ...state }, 'camera state');
      this.link.state({ cameraId: camera.id, state });
    });
    camera.events.on('report', () => this.link.camera(camera.report));
    camera.events.on('publishEnded', (publishId, reason) => this.link.publishEnded({ publishId, reason }));
    camera.events.on('feedEnded', reason => this.link.feedEnded({ cameraId: camera.id, reason }));
    camera.events.on('hlsEnded', (ref, reason) => this.link.hlsEnded({ ...ref, reason }));
    this.#watch.add(camera);
    this.plates?.add(camera);
    this.link.camera(camera.report);
  }

  /** The core asks nothing before: the link is brought up last. */
  #started(): PipelinePassages {
    if (!this.passages) throw new AppError('overloaded', 'starting');
    return this.passages;
  }

  #camera(cameraId: string): PipelineCamera {
    const camera = this.cameras.get(cameraId);
    if (!camera) throw new AppError('not-found', cameraId);
    return camera;
  }

  #sendStats(): void {
    for (const camera of this.cameras.values()) for (const stats of camera.stats()) this.link.stats(stats);
    const waitMs = statsEveryMs - (this.#clock.monotonicMs() % statsEveryMs);
    this.#statsTimer = this.#clock.after(waitMs, () => this.#sendStats());
  }
}
