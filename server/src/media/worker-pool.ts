// As many workers as configured, each in a slot that starts it again when it dies.
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import { AppError } from '@brightwall/protocol/errors';
import { freePort } from './listen.ts';
import type { Log } from './ports.ts';
import { MediaWorker } from './worker.ts';

export interface WorkerPoolOptions {
  readonly count: number;
  /** Port of the first worker, the others follow; 0 = free ones. */
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  readonly workerBin: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const restartPolicy = { firstMs: 200, capMs: 10_000, factor: 2, jitter: 0.2, healthyMs: 10_000 };

export class WorkerPool {
  readonly ports: readonly number[];
  readonly #slots: (MediaWorker | null)[];
  readonly #stop = new AbortController();
  readonly #options: WorkerPoolOptions;
  #supervised: Promise<void>[] = [];
  #onUp: (() => void)[] = [];

  private constructor(options: WorkerPoolOptions, ports: number[]) {
    this.#options = options;
    this.ports = ports;
    this.#slots = ports.map(() => null);
  }

  /** Resolves when every worker serves; rejects when one cannot be started at all. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const ports: number[] = [];
    while (ports.length < options.count) {
      const port = options.port === 0 ? await freePort() : options.port + ports.length;
      if (!ports.includes(port)) ports.push(port);
    }
    const pool = new WorkerPool(options, ports);
    const first = await Promise.allSettled(ports.map((_, index) => pool.#startWorker(index)));
    const failed = first.find(result => result.status === 'rejected');
    if (failed) {
      for (const result of first) if (result.status === 'fulfilled') result.value.close();
      throw failed.reason;
    }
    pool.#supervised = first.map((result, index) =>
      pool.#keep(index, (result as PromiseFulfilledResult<MediaWorker>).value),
    );
    return pool;
  }

  /** Workers alive now. */
  get workers(): MediaWorker[] {
    return this.#slots.filter(worker => worker !== null && !worker.closed) as MediaWorker[];
  }

  /** The one with the least to do. Throws media-unavailable while none is alive. */
  pick(): MediaWorker {
    const [first, ...others] = this.workers;
    if (!first) throw new AppError('media-unavailable');
    return others.reduce((least, worker) => (worker.load < least.load ? worker : least), first);
  }

  /** Resolves once every worker is alive. */
  async whenFull(): Promise<MediaWorker[]> {
    while (this.workers.length < this.ports.length) await new Promise<void>(up => this.#onUp.push(up));
    return this.workers;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const worker of this.workers) worker.close();
    await Promise.all(this.#supervised);
  }

  #startWorker(index: number): Promise<MediaWorker> {
    const { announcedAddresses, workerBin } = this.#options;
    return MediaWorker.start({ index, port: this.ports[index]!, announcedAddresses, workerBin });
  }

  #keep(index: number, first: MediaWorker): Promise<void> {
    const { clock, log } = this.#options;
    let next: MediaWorker | null = first;
    this.#slots[index] = first;
    return supervise(
      async signal => {
        const worker = next ?? (await this.#startWorker(index));
        next = null;
        this.#slots[index] = worker;
        for (const up of this.#onUp.splice(0)) up();
        if (signal.aborted) worker.close();
        const error = await worker.ended;
        this.#slots[index] = null;
        if (error) throw error;
      },
      {
        clock,
        backoff: restartPolicy,
        signal: this.#stop.signal,
        onEnded: ({ error, retryInMs }) =>
          log('error', 'a media worker ended', { index, error: String(error), retryInMs }),
      },
    );
  }
}
