// Plate reading for the rest of the agent: owns the inference thread, hands it one request at a time, and starts it
// anew when it ends. Nothing here computes; nothing here blocks.
import { Worker } from 'node:worker_threads';
import type { BackoffPolicy } from '@brightwall/kit/backoff';
import { type Clock, systemClock, type Timer } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { supervise } from '@brightwall/kit/supervise';
import { maxPlates } from './detect-decode.ts';
import { ReaderFailure } from './failure.ts';
import { defaultModelsDir } from './model-files.ts';
import { checkPicture, checkPlates, checkRegion } from './request.ts';
import {
  type CropAnswer,
  type FindAnswer,
  type FindRequest,
  maxWaitingRequests,
  type ReadCropRequest,
  type ReaderState,
  type ReadPlatesRequest,
} from './types.ts';
import { type FromWorker, type Job, movable, type ToWorker, type WorkerData } from './worker-messages.ts';

/** A model that is missing is looked for again each minute: putting it there is enough. */
const defaultBackoff: BackoffPolicy = {
  firstMs: 500,
  capMs: 60_000,
  factor: 3,
  jitter: 0.2,
  healthyMs: 60_000,
};
/** The slowest picture (40 megapixels, every plate read twice) takes under 5 s on a busy machine. */
const stuckMs = 30_000;
/** Time a closing worker has to give back its memory. */
const closeMs = 3000;

export interface PlateReaderOptions {
  /** Where plate-detector/ and plate-recogniser/ lie. Default: models/ of this checkout. */
  readonly modelsDir?: string;
  readonly clock?: Clock;
  readonly backoff?: BackoffPolicy;
}

interface Waiting {
  readonly id: number;
  readonly job: Job;
  resolve(answer: FindAnswer): void;
  reject(failure: Error): void;
}

export class PlateReader extends Emitter<{ state: [ReaderState] }> {
  #options: Required<PlateReaderOptions>;
  #state: ReaderState = { kind: 'starting' };
  #stop = new AbortController();
  #life: Promise<void>;
  #worker: Worker | null = null;
  #waiting: Waiting[] = [];
  #running: Waiting | null = null;
  #watch: Timer | null = null;
  #nextId = 1;

  /** Resolves when the nets are loaded, or when it is known that they cannot be: see `state`. Never rejects. */
  static open(options: PlateReaderOptions = {}): Promise<PlateReader> {
    const reader = new PlateReader(options);
    return new Promise(resolve => {
      const off = reader.on('state', () => {
        off();
        resolve(reader);
      });
    });
  }

  private constructor(options: PlateReaderOptions) {
    super();
    this.#options = { modelsDir: defaultModelsDir, clock: systemClock, backoff: defaultBackoff, ...options };
    const { clock, backoff } = this.#options;
    this.#life = supervise(signal => this.#run(signal), { clock, backoff, signal: this.#stop.signal });
  }

  get state(): ReaderState {
    return this.#state;
  }

  /** Requests waiting or running. */
  get pending(): number {
    return this.#waiting.length + (this.#running ? 1 : 0);
  }

  /** The plates of a picture. Rejects with ReaderFailure; the picture's buffer is then lost, if it was moved. */
  async find(request: FindRequest): Promise<FindAnswer> {
    checkPicture(request.picture);
    checkRegion(request.region);
    return this.#ask({ kind: 'find', ...request });
  }

  /** The same plates, read. */
  async readPlates(request: ReadPlatesRequest): Promise<FindAnswer> {
    checkPicture(request.picture);
    checkPlates(request.plates, maxPlates);
    return this.#ask({ kind: 'plates', ...request });
  }

  /** Reads a picture that is a plate and nothing else. */
  async readCrop(request: ReadCropRequest): Promise<CropAnswer> {
    checkPicture(request.picture);
    const { picture, plates, readMs } = await this.#ask({ kind: 'crop', ...request });
    return { picture, plate: plates[0]!, readMs };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#life;
    this.#become({ kind: 'closed' });
  }

  #ask(job: Job): Promise<FindAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#state.kind !== 'ready') {
        const kind = this.#state.kind === 'closed' ? 'closed' : 'not-ready';
        return reject(new ReaderFailure(kind, this.#state.kind));
      }
      if (this.pending >= maxWaitingRequests)
        return reject(new ReaderFailure('busy', `${this.pending} pictures wait`));
      this.#waiting.push({ id: this.#nextId++, job, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running || !this.#worker) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#running = next;
    this.#watch = this.#options.clock.after(stuckMs, () => void this.#worker?.terminate());
    const job = { ...next.job, picture: movable(next.job.picture) };
    this.#worker.postMessage({ id: next.id, job } satisfies ToWorker, [
      job.picture.rgb.buffer as ArrayBuffer,
    ]);
  }

  /** One life of the inference thread. */
  async #run(signal: AbortSignal): Promise<void> {
    const data: WorkerData = { modelsDir: this.#options.modelsDir };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, name: 'plates' });
    const closing = () => {
      worker.postMessage('close' satisfies ToWorker);
      this.#options.clock.after(closeMs, () => void worker.terminate());
    };
    signal.addEventListener('abort', closing, { once: true });
    let why = 'the worker ended';
    worker.on('message', (message: FromWorker) => this.#handleMessage(worker, message));
    worker.on('error', error => {
      why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    const code = await new Promise<number>(resolve => worker.once('exit', resolve));
    signal.removeEventListener('abort', closing);
    this.#handleEnd(signal.aborted, `${why} (${code})`);
  }

  #handleMessage(worker: Worker, message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#worker = worker;
      this.#become({ kind: 'ready' });
    } else if (message.kind === 'no-model') {
      const { why: kind, zh, en, detail } = message;
      this.#become({ kind, zh, en, detail });
    } else if (message.kind === 'answer') {
      const { picture, plates, detectMs, readMs } = message;
      this.#settle(message.id, running => running.resolve({ picture, plates, detectMs, readMs }));
    } else {
      const failure = new ReaderFailure(message.why, message.detail);
      this.#settle(message.id, running => running.reject(failure));
    }
  }

  #settle(id: number, tell: (running: Waiting) => void): void {
    const running = this.#running;
    if (running?.id !== id) return;
    this.#running = null;
    this.#watch?.cancel();
    tell(running);
    this.#next();
  }

  #handleEnd(stopped: boolean, why: string): void {
    this.#worker = null;
    this.#watch?.cancel();
    const lost = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    this.#running = null;
    this.#waiting = [];
    const failure = new ReaderFailure(stopped ? 'closed' : 'crashed', why);
    // A missing model ends the worker too, and is what people should be told.
    if (!stopped && (this.#state.kind === 'ready' || this.#state.kind === 'starting'))
      this.#become({ kind: 'crashed', zh: failure.zh, en: failure.en, detail: failure.detail });
    for (const request of lost) request.reject(failure);
  }

  #become(state: ReaderState): void {
    if (this.#state.kind === 'closed') return;
    this.#state = state;
    this.emit('state', state);
  }
}
