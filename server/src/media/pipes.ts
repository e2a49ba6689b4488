// One producer reached from other workers: a pipe per worker, made for its first consumer and closed
// after its last.
import type { types } from 'mediasoup';
import { socketBuffers } from './listen.ts';
import type { MediaWorker } from './worker.ts';

interface Pipe {
  users: number;
  readonly consumer: Promise<types.Consumer>;
}

export class Pipes {
  readonly #home: MediaWorker;
  readonly #producerId: string;
  readonly #pipes = new Map<MediaWorker, Pipe>();

  constructor(home: MediaWorker, producerId: string) {
    this.#home = home;
    this.#producerId = producerId;
  }

  get size(): number {
    return this.#pipes.size;
  }

  /** Makes the producer, under its own id, known in `worker`'s router; the returned function lets go of it. */
  async reach(worker: MediaWorker): Promise<() => void> {
    if (worker === this.#home) return () => {};
    const pipe = this.#pipes.get(worker) ?? this.#open(worker);
    pipe.users += 1;
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      pipe.users -= 1;
      if (pipe.users > 0 || this.#pipes.get(worker) !== pipe) return;
      this.#pipes.delete(worker);
      // Closing this end closes the producer in the other router.
      pipe.consumer.then(
        consumer => consumer.close(),
        () => {},
      );
    };
    try {
      await pipe.consumer;
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  #open(worker: MediaWorker): Pipe {
    const consumer = this.#home.router
      .pipeToRouter({
        producerId: this.#producerId,
        router: worker.router,
        enableSctp: false,
        listenInfo: { protocol: 'udp', ip: '127.0.0.1', ...socketBuffers },
      })
      .then(({ pipeConsumer }) => {
        if (!pipeConsumer) throw new Error('pipeToRouter made no consumer');
        // The other worker died: the next consumer there makes a new pipe.
        pipeConsumer.observer.once('close', () => {
          if (this.#pipes.get(worker) === pipe) this.#pipes.delete(worker);
        });
        return pipeConsumer;
      });
    const pipe: Pipe = { users: 0, consumer };
    this.#pipes.set(worker, pipe);
    return pipe;
  }
}
