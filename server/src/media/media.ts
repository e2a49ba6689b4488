// The media of this core: workers, the streams pulled from edges, the pages they go to, and live HLS.
import type { Clock } from '@brightwall/kit/clock';
import type { StreamProfile } from '@brightwall/protocol/camera';
import type { StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError, type ErrorCode } from '@brightwall/protocol/errors';
import { Hls } from './hls/hls.ts';
import { Page } from './page.ts';
import type { EdgePort, Log } from './ports.ts';
import { PulledStream } from './pulled-stream.ts';
import { workerBinary } from './worker-binary.ts';
import { WorkerPool } from './worker-pool.ts';

export interface MediaOptions {
  readonly workers: number;
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  readonly edgeHost: string | null;
  readonly edgePorts: { readonly min: number; readonly max: number };
  readonly maxConsumersPerPage: number;
  readonly edge: EdgePort;
  readonly clock: Clock;
  readonly log: Log;
}

/** A page that reloads, or a tile moved to another place, finds its stream still flowing. */
const lingerMs = 5_000;

const endCodes: Record<StreamEndReason, ErrorCode> = {
  'camera-lost': 'camera-unavailable',
  stalled: 'camera-unavailable',
  'transcode-failed': 'camera-unavailable',
  stopped: 'camera-unavailable',
};

export class Media {
  readonly #options: MediaOptions;
  readonly #pool: WorkerPool;
  readonly #streams = new Map<string, PulledStream>();
  readonly #pages = new Set<Page>();
  readonly hls: Hls;

  private constructor(options: MediaOptions, pool: WorkerPool) {
    this.#options = options;
    this.#pool = pool;
    this.hls = new Hls(options.edge, options.clock);
  }

  /** Rejects when a worker cannot be started (no worker binary, port taken). */
  static async start(options: MediaOptions): Promise<Media> {
    const { workers: count, port, announcedAddresses, clock, log } = options;
    const workerBin = workerBinary();
    return new Media(
      options,
      await WorkerPool.start({ count, port, announcedAddresses, workerBin, clock, log }),
    );
  }

  get ports(): readonly number[] {
    return this.#pool.ports;
  }

  get pool(): WorkerPool {
    return this.#pool;
  }

  openPage(): Page {
    const page = new Page({
      pickWorker: () => this.#pool.pick(),
      streamOf: (cameraId, profile) => this.#streamOf(cameraId, profile),
      maxConsumers: this.#options.maxConsumersPerPage,
    });
    this.#pages.add(page);
    return page;
  }

  closePage(page: Page): void {
    this.#pages.delete(page);
    page.close();
  }

  handlePublishEnded(publishId: string, reason: StreamEndReason): void {
    for (const stream of this.#streams.values())
      if (stream.publishId === publishId) stream.end(new AppError(endCodes[reason], reason), true);
  }

  /** The agent of this camera is gone, and with it whatever it sent. */
  handleCameraOffline(cameraId: string): void {
    for (const profile of ['main', 'sub'] as const)
      this.#streams.get(`${cameraId}/${profile}`)?.end(new AppError('agent-offline'), true);
    this.hls.handleCameraOffline(cameraId);
  }

  counts(): { workers: number; streams: number; pages: number; consumers: number } {
    let consumers = 0;
    for (const page of this.#pages) consumers += page.consumers;
    return {
      workers: this.#pool.workers.length,
      streams: this.#streams.size,
      pages: this.#pages.size,
      consumers,
    };
  }

  async close(): Promise<void> {
    for (const page of [...this.#pages]) this.closePage(page);
    for (const stream of [...this.#streams.values()]) stream.end(new AppError('media-unavailable'));
    this.hls.close();
    await this.#pool.close();
  }

  #streamOf(cameraId: string, profile: StreamProfile): PulledStream {
    const key = `${cameraId}/${profile}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const { edge, edgeHost, edgePorts, clock } = this.#options;
    const stream = new PulledStream({
      cameraId,
      profile,
      edge,
      edgeHost,
      edgePorts,
      clock,
      lingerMs,
      onIdle: () => {
        if (this.#streams.get(key) === stream && stream.state === 'idle' && stream.holders === 0)
          this.#streams.delete(key);
      },
    });
    this.#streams.set(key, stream);
    return stream;
  }
}
