// The media of one open wall page: one receiving transport and the consumers on it. Ends with the page.

import { Emitter } from '@brightwall/kit/emitter';
import type { StreamProfile } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import type { types } from 'mediasoup';
import type { Lease, PulledStream } from './pulled-stream.ts';
import type { MediaWorker } from './worker.ts';

export type PageDtlsParameters = types.DtlsParameters;
export type PageRtpCapabilities = types.RtpCapabilities;

export interface PageOptions {
  readonly pickWorker: () => MediaWorker;
  readonly streamOf: (cameraId: string, profile: StreamProfile) => PulledStream;
  readonly maxConsumers: number;
}

interface PageTransport {
  readonly worker: MediaWorker;
  readonly transport: types.WebRtcTransport;
}

interface Held {
  readonly consumer: types.Consumer;
  readonly worker: MediaWorker;
  readonly letGo: () => void;
}

export class Page {
  readonly events = new Emitter<{ consumerEnded: [consumerId: string, error: AppError] }>();
  readonly #options: PageOptions;
  readonly #held = new Map<string, Held>();
  #opening = 0;
  #transport: PageTransport | null = null;
  #closed = false;

  constructor(options: PageOptions) {
    this.#options = options;
  }

  get consumers(): number {
    return this.#held.size;
  }

  /** A second transport replaces the first, with all its consumers. */
  async openTransport(): Promise<{ transport: types.WebRtcTransport; router: types.Router }> {
    this.#closeTransport();
    const worker = this.#options.pickWorker();
    const transport = await worker.router
      .createWebRtcTransport({
        webRtcServer: worker.webRtcServer,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        // Cameras do not adapt; the estimate only starts where a wall's sum of streams is not held back.
        initialAvailableOutgoingBitrate: 20_000_000,
      })
      .catch(refuse);
    if (this.#closed) {
      transport.close();
      throw new AppError('media-unavailable');
    }
    this.#closeTransport();
    this.#transport = { worker, transport };
    return { transport, router: worker.router };
  }

  async connectTransport(transportId: string, dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#current(transportId).transport.connect({ dtlsParameters }).catch(refuse);
  }

  /** A paused consumer of the stream. Throws overloaded, media-unavailable, or why the camera has no picture. */
  async consume(
    cameraId: string,
    profile: StreamProfile,
    rtpCapabilities: types.RtpCapabilities,
  ): Promise<{ consumer: types.Consumer; transcoded: boolean }> {
    const at = this.#current();
    if (this.#held.size + this.#opening >= this.#options.maxConsumers)
      throw new AppError('overloaded', `at most ${this.#options.maxConsumers} streams per page`);
    this.#opening += 1;
    let lease: Lease | null = null;
    let letGoPipe = () => {};
    let consumerId: string | null = null;
    let endedEarly: AppError | null = null;
    try {
      lease = await this.#options.streamOf(cameraId, profile).acquire(at.worker, error => {
        endedEarly = error;
        if (consumerId) this.#end(consumerId, error);
      });
      letGoPipe = await lease.live.pipes.reach(at.worker).catch(refuse);
      const { producer, transcoded } = lease.live;
      // The router would say of a producer that has gone meanwhile that the browser cannot receive it.
      if (endedEarly || producer.closed) throw endedEarly ?? new AppError('media-unavailable');
      if (!canConsume(at.worker.router, producer.id, rtpCapabilities))
        throw new AppError('bad-request', 'the browser receives no H.264 / 浏览器不支持 H.264');
      const consumer = await at.transport
        .consume({ producerId: producer.id, rtpCapabilities, paused: true })
        .catch(refuse);
      if (endedEarly || this.#transport !== at) {
        consumer.close();
        throw endedEarly ?? new AppError('media-unavailable');
      }
      consumerId = consumer.id;
      this.#hold(consumer, at.worker, lease, letGoPipe);
      return { consumer, transcoded };
    } catch (error) {
      letGoPipe();
      lease?.release();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  /** Lets packets flow; mediasoup asks the producer for a key frame as it resumes. */
  async resumeConsumer(consumerId: string): Promise<void> {
    const { consumer } = this.#find(consumerId);
    // Either fails where the consumer ends meanwhile, of which consumerEnded tells the reason.
    await consumer.resume().catch(refuse);
    await consumer.requestKeyFrame().catch(refuse);
  }

  closeConsumer(consumerId: string): void {
    this.#find(consumerId);
    this.#drop(consumerId);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeTransport();
    this.events.clear();
  }

  #hold(consumer: types.Consumer, worker: MediaWorker, lease: Lease, letGoPipe: () => void): void {
    worker.load += 1;
    const letGo = () => {
      worker.load -= 1;
      letGoPipe();
      lease.release();
    };
    this.#held.set(consumer.id, { consumer, worker, letGo });
    // The stream's own end is told through the lease, with its reason; what comes only from below is a
    // worker's death, this page's or a pipe's.
    consumer.observer.once('close', () => this.#end(consumer.id, new AppError('media-unavailable')));
  }

  #end(consumerId: string, error: AppError): void {
    if (this.#drop(consumerId)) this.events.emit('consumerEnded', consumerId, error);
  }

  #drop(consumerId: string): boolean {
    const held = this.#held.get(consumerId);
    if (!held) return false;
    this.#held.delete(consumerId);
    held.consumer.close();
    held.letGo();
    return true;
  }

  #closeTransport(): void {
    for (const consumerId of [...this.#held.keys()]) this.#drop(consumerId);
    this.#transport?.transport.close();
    this.#transport = null;
  }

  #current(transportId?: string): PageTransport {
    const at = this.#transport;
    if (!at || at.transport.closed) throw new AppError('media-unavailable', 'open the transport anew');
    if (transportId !== undefined && at.transport.id !== transportId)
      throw new AppError('not-found', transportId);
    return at;
  }

  #find(consumerId: string): Held {
    const held = this.#held.get(consumerId);
    if (!held) throw new AppError('not-found', consumerId);
    return held;
  }
}

/** mediasoup throws TypeError for JSON that is not what it says it is; the rest is the media's own trouble. */
function refuse(error: unknown): never {
  if (error instanceof TypeError) throw new AppError('bad-request', error.message);
  throw new AppError('media-unavailable', String(error));
}

function canConsume(
  router: types.Router,
  producerId: string,
  rtpCapabilities: types.RtpCapabilities,
): boolean {
  try {
    return router.canConsume({ producerId, rtpCapabilities });
  } catch (error) {
    return refuse(error);
  }
}
