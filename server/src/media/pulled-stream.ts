// A camera stream that crosses from edge to core only while somebody holds it. The first holder starts
// it, others share that start, and it is let go a little after the last has left.
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { LiveStream, type LiveStreamOptions } from './live-stream.ts';
import type { MediaWorker } from './worker.ts';

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly started: Promise<LiveStream>; ended: AppError | null }
  | { readonly kind: 'live'; readonly live: LiveStream }
  | { readonly kind: 'lingering'; readonly live: LiveStream; readonly timer: Timer };

/** One holder's share. `onEnded` is called once when the stream ends by itself, never after release(). */
export interface Lease {
  readonly live: LiveStream;
  release(): void;
}

export interface PulledStreamOptions extends Omit<LiveStreamOptions, 'worker'> {
  readonly clock: Clock;
  readonly lingerMs: number;
  /** Nobody holds it and nothing flows: it may be forgotten. */
  readonly onIdle: () => void;
}

/** No packet for this long: the producer is rebuilt (feeds that pause do not recover by themselves). */
const silenceMs = 10_000;

export class PulledStream {
  readonly #options: PulledStreamOptions;
  readonly #holders = new Set<(error: AppError) => void>();
  #state: State = { kind: 'idle' };

  constructor(options: PulledStreamOptions) {
    this.#options = options;
  }

  get state(): State['kind'] {
    return this.#state.kind;
  }

  get holders(): number {
    return this.#holders.size;
  }

  get publishId(): string | null {
    return this.#state.kind === 'live' || this.#state.kind === 'lingering'
      ? this.#state.live.publishId
      : null;
  }

  /** Throws an AppError when the stream cannot be had. `worker` is where it is wanted, if it has to be started. */
  async acquire(worker: MediaWorker, onEnded: (error: AppError) => void): Promise<Lease> {
    const holder = (error: AppError) => onEnded(error);
    this.#holders.add(holder);
    const release = () => {
      if (this.#holders.delete(holder)) this.#letGoIfUnheld();
    };
    try {
      const live = await this.#flowing(worker);
      if (!this.#holders.has(holder)) throw new AppError('camera-unavailable');
      return { live, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** The stream has ended or must end now; every holder is told why. */
  end(error: AppError, edgeKnows = false): void {
    const state = this.#state;
    if (state.kind === 'idle') return;
    if (state.kind === 'starting') {
      state.ended = error;
      return;
    }
    this.#toIdle(state, edgeKnows);
    const holders = [...this.#holders];
    this.#holders.clear();
    for (const tell of holders) tell(error);
    this.#options.onIdle();
  }

  async #flowing(worker: MediaWorker): Promise<LiveStream> {
    if (this.#state.kind === 'lingering') {
      this.#state.timer.cancel();
      this.#state = { kind: 'live', live: this.#state.live };
    }
    if (this.#state.kind === 'live') return this.#state.live;
    if (this.#state.kind === 'starting') return this.#state.started;
    const started = this.#start(worker);
    return started;
  }

  #start(worker: MediaWorker): Promise<LiveStream> {
    const started = LiveStream.start({ ...this.#options, worker }).then(
      live => {
        const error = starting.ended ?? (live.producer.closed ? new AppError('media-unavailable') : null);
        if (error) {
          live.close();
          this.#unpublish(live);
          this.#state = { kind: 'idle' };
          throw error;
        }
        this.#state = { kind: 'live', live };
        this.#watch(live);
        // All who asked may have left meanwhile.
        queueMicrotask(() => this.#letGoIfUnheld());
        return live;
      },
      error => {
        this.#state = { kind: 'idle' };
        throw error;
      },
    );
    const starting: State & { kind: 'starting' } = { kind: 'starting', started, ended: null };
    this.#state = starting;
    return started;
  }

  #watch(live: LiveStream): void {
    const isThis = () =>
      (this.#state.kind === 'live' || this.#state.kind === 'lingering') && this.#state.live === live;
    live.producer.observer.once('close', () => {
      // Closed from below: the worker died.
      if (isThis()) this.end(new AppError('media-unavailable'));
    });
    const onSilence = () => {
      if (isThis()) this.end(new AppError('camera-unavailable', 'no packets'));
    };
    // Runs from the start: an agent that says it sends and does not is silent, too.
    let silence: Timer | null = this.#options.clock.after(silenceMs, onSilence);
    live.producer.on('score', scores => {
      // mediasoup's score is 0 while no packet arrives.
      const isSilent = scores.every(({ score }) => score === 0);
      if (!isSilent) silence?.cancel();
      silence = isSilent ? (silence ?? this.#options.clock.after(silenceMs, onSilence)) : null;
    });
    live.producer.observer.once('close', () => silence?.cancel());
  }

  #letGoIfUnheld(): void {
    if (this.#holders.size > 0) return;
    // It could not be started: each who asked leaves with the error, the last one here.
    if (this.#state.kind === 'idle') this.#options.onIdle();
    if (this.#state.kind !== 'live') return;
    const { live } = this.#state;
    const timer = this.#options.clock.after(this.#options.lingerMs, () => {
      if (this.#state.kind !== 'lingering' || this.#state.live !== live) return;
      this.#toIdle(this.#state, false);
      this.#options.onIdle();
    });
    this.#state = { kind: 'lingering', live, timer };
  }

  #toIdle(state: State & { kind: 'live' | 'lingering' }, edgeKnows: boolean): void {
    this.#state = { kind: 'idle' };
    if (state.kind === 'lingering') state.timer.cancel();
    state.live.close();
    if (!edgeKnows) this.#unpublish(state.live);
  }

  #unpublish(live: LiveStream): void {
    // An agent that is gone has stopped by itself.
    this.#options.edge.unpublish(this.#options.cameraId, live.publishId).catch(() => {});
  }
}
