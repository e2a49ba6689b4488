// The page's one receiving WebRTC transport. It is asked for soon after the core is reached, so that a
// tile opened later waits for nothing but its own stream; each stream is a consumer on it. Neither UDP nor TCP getting
// through makes the link blocked for a while, and players take HLS.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { StreamProfile } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import type { ConsumerOffer, MediaJson } from '@brightwall/protocol/wall-messages';
import { Device, detectDevice, type types } from 'mediasoup-client';
import type { MediaSignal } from './ports.ts';

/** ICE and DTLS take tens of ms on a network that lets them through, and TCP is tried within a second. */
const connectWithinMs = 4_000;
/** How long we believe that the network lets no media through. */
const blockedForMs = 5 * 60_000;
/** A short radio gap mends itself; after this the transport is made anew. */
const disconnectedForMs = 3_000;

type LinkState =
  | { kind: 'closed' }
  | { kind: 'opening'; transport: Promise<OpenLink> }
  | { kind: 'open'; link: OpenLink };

export interface OpenLink {
  readonly transport: types.Transport;
  readonly rtpCapabilities: MediaJson;
  /** Streams open on it. */
  readonly consumers: Set<types.Consumer>;
}

export interface Consumed {
  readonly offer: ConsumerOffer;
  readonly consumer: types.Consumer;
  readonly link: OpenLink;
}

export class MediaLink {
  readonly #signal: MediaSignal;
  readonly #clock: Clock;
  #state: LinkState = { kind: 'closed' };
  #life = 0;
  #device: Device | null = null;
  #blockedUntilMs = 0;
  #deadline: Timer | null = null;

  constructor(signal: MediaSignal, clock: Clock) {
    this.#signal = signal;
    this.#clock = clock;
  }

  get blocked(): boolean {
    return this.#clock.monotonicMs() < this.#blockedUntilMs;
  }

  /** Makes the transport before the first stream asks for it. */
  prepare(): void {
    this.open().catch(() => undefined); // whoever asks for a stream asks again, and is told
  }

  /** Ends every stream and forgets the transport; the next stream asks for a new one. */
  reset(): void {
    this.#life += 1;
    this.#deadline?.cancel();
    this.#deadline = null;
    if (this.#state.kind === 'open') this.#state.link.transport.close();
    this.#state = { kind: 'closed' };
  }

  /** The open transport; asks for one where there is none. */
  open(): Promise<OpenLink> {
    if (this.#state.kind === 'open') return Promise.resolve(this.#state.link);
    if (this.#state.kind === 'opening') return this.#state.transport;
    const life = this.#life;
    const transport = this.#openOnce(life).then(
      link => {
        if (this.#life !== life) {
          link.transport.close();
          throw new AppError('media-unavailable');
        }
        this.#state = { kind: 'open', link };
        return link;
      },
      error => {
        if (this.#life === life) this.#state = { kind: 'closed' };
        throw error instanceof AppError ? error : new AppError('media-unavailable');
      },
    );
    this.#state = { kind: 'opening', transport };
    return transport;
  }

  /** A consumer of one stream, not yet resumed. Rejects with an `AppError`; an aborted one is closed at the core. */
  async consume(cameraId: string, profile: StreamProfile, signal: AbortSignal): Promise<Consumed> {
    const link = await this.open();
    signal.throwIfAborted();
    try {
      return await this.#consumeOn(link, cameraId, profile, signal);
    } catch (error) {
      if (signal.aborted || !this.#isDead(link, error)) throw error;
      if (this.#state.kind === 'open' && this.#state.link === link) this.reset();
      const anew = await this.open();
      signal.throwIfAborted();
      return await this.#consumeOn(anew, cameraId, profile, signal);
    }
  }

  resumeConsumer(consumerId: string): Promise<unknown> {
    return this.#signal.resumeConsumer(consumerId);
  }

  closeConsumer(consumerId: string): void {
    this.#signal.closeConsumer(consumerId).catch(() => undefined); // the core may have closed it first
  }

  /** A media worker that dies takes its transports along. The core says so, and then no other stream is left on them. */
  #isDead(link: OpenLink, error: unknown): boolean {
    return error instanceof AppError && error.code === 'media-unavailable' && link.consumers.size === 0;
  }

  async #consumeOn(
    link: OpenLink,
    cameraId: string,
    profile: StreamProfile,
    signal: AbortSignal,
  ): Promise<Consumed> {
    const { rtpCapabilities } = link;
    const offer = await this.#signal.consume({ cameraId, profile, rtpCapabilities });
    try {
      signal.throwIfAborted();
      const consumer = await link.transport.consume({
        id: offer.consumerId,
        producerId: offer.producerId,
        kind: 'video',
        rtpParameters: offer.rtpParameters as unknown as types.RtpParameters,
        // Streams of one id would be kept in step with each other, which costs latency.
        streamId: offer.consumerId,
      });
      if (signal.aborted) consumer.close();
      signal.throwIfAborted();
      link.consumers.add(consumer);
      consumer.observer.once('close', () => link.consumers.delete(consumer));
      return { offer, consumer, link };
    } catch (error) {
      this.closeConsumer(offer.consumerId);
      if (signal.aborted) throw signal.reason;
      throw error instanceof AppError ? error : new AppError('media-unavailable');
    }
  }

  async #openOnce(life: number): Promise<OpenLink> {
    const offer = await this.#signal.openTransport();
    if (this.#life !== life) throw new AppError('media-unavailable');
    this.#device ??= await createDevice(offer.routerRtpCapabilities);
    const device = this.#device;
    const transport = device.createRecvTransport({
      id: offer.transportId,
      iceParameters: offer.iceParameters as unknown as types.IceParameters,
      iceCandidates: offer.iceCandidates as unknown as types.IceCandidate[],
      dtlsParameters: offer.dtlsParameters as unknown as types.DtlsParameters,
    });
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#watch(life, connectWithinMs, () => this.#block());
      this.#signal
        .connectTransport(offer.transportId, dtlsParameters as unknown as MediaJson)
        .then(done, failed);
    });
    transport.on('connectionstatechange', state => {
      if (this.#life !== life) return;
      if (state === 'connected') {
        this.#deadline?.cancel();
        this.#blockedUntilMs = 0;
      } else if (state === 'failed') this.#block();
      else if (state === 'disconnected') this.#watch(life, disconnectedForMs, () => this.reset());
    });
    const rtpCapabilities = device.recvRtpCapabilities as unknown as MediaJson;
    return { transport, rtpCapabilities, consumers: new Set() };
  }

  #watch(life: number, ms: number, late: () => void): void {
    this.#deadline?.cancel();
    this.#deadline = this.#clock.after(ms, () => {
      if (this.#life === life) late();
    });
  }

  #block(): void {
    this.#blockedUntilMs = this.#clock.monotonicMs() + blockedForMs;
    this.reset();
  }
}

async function createDevice(routerRtpCapabilities: MediaJson): Promise<Device> {
  const device = new Device({
    // Headless Chromium and browsers with a name of their own are not detected; all of them are Chromium now.
    handlerName: detectDevice() ?? 'Chrome111',
    // Off unless asked for in Chromium; carries the camera's capture time to the page.
    forcedRtpExtensions: { 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time': true },
  });
  await device.load({ routerRtpCapabilities: routerRtpCapabilities as unknown as types.RtpCapabilities });
  return device;
}
