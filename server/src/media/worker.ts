// One life of one mediasoup worker: its process, its WebRTC port, its router. Everything made in it
// ends with it.
import { createWorker, type types } from 'mediasoup';
import { listenInfos } from './listen.ts';
import { routerCodecs } from './rtp.ts';

export interface MediaWorkerOptions {
  readonly index: number;
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  readonly workerBin: string | undefined;
}

export class MediaWorker {
  readonly index: number;
  readonly port: number;
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  /** Resolves when the worker is gone, with the reason: null = closed by us. */
  readonly ended: Promise<Error | null>;
  /** Consumers of pages placed here; what balances new pages. */
  load = 0;
  readonly #worker: types.Worker;

  private constructor(
    options: MediaWorkerOptions,
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    router: types.Router,
  ) {
    this.index = options.index;
    this.port = options.port;
    this.#worker = worker;
    this.webRtcServer = webRtcServer;
    this.router = router;
    this.ended = new Promise(end => {
      worker.observer.once('close', () => {
        if (worker.died) end(new Error(`worker ${worker.pid} died`));
        else worker.once('subprocessclose', () => end(null));
      });
    });
  }

  static async start(options: MediaWorkerOptions): Promise<MediaWorker> {
    const worker = await createWorker({
      logLevel: 'error',
      ...(options.workerBin !== undefined && { workerBin: options.workerBin }),
    });
    // mediasoup closes its workers at the first signal by itself, before the pages and streams on them
    // could be told. The core ends in its own order.
    const { onSignal } = worker as unknown as { onSignal: () => void };
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: listenInfos(options.port, options.announcedAddresses),
      });
      const router = await worker.createRouter({ mediaCodecs: routerCodecs });
      return new MediaWorker(options, worker, webRtcServer, router);
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get closed(): boolean {
    return this.#worker.closed;
  }

  close(): void {
    this.#worker.close();
  }
}
