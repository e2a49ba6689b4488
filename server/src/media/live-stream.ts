// A stream while it flows: the SRTP port at the core, the producer fed by it, and its pipes to other
// workers. Lives once; pulled-stream.ts starts the next.
import { randomUUID } from 'node:crypto';
import type { StreamProfile } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import type { types } from 'mediasoup';
import { socketBuffers } from './listen.ts';
import { Pipes } from './pipes.ts';
import type { EdgePort } from './ports.ts';
import { producerParameters } from './rtp.ts';
import type { MediaWorker } from './worker.ts';

export interface LiveStreamOptions {
  readonly cameraId: string;
  readonly profile: StreamProfile;
  readonly worker: MediaWorker;
  readonly edge: EdgePort;
  /** Told to the agent as the address to send to; null = the one it reaches the core at. */
  readonly edgeHost: string | null;
  readonly edgePorts: { readonly min: number; readonly max: number };
}

export class LiveStream {
  readonly publishId: string;
  readonly worker: MediaWorker;
  readonly producer: types.Producer;
  readonly transcoded: boolean;
  readonly pipes: Pipes;
  readonly #transport: types.PlainTransport;

  private constructor(
    publishId: string,
    worker: MediaWorker,
    transport: types.PlainTransport,
    producer: types.Producer,
    transcoded: boolean,
  ) {
    this.publishId = publishId;
    this.worker = worker;
    this.#transport = transport;
    this.producer = producer;
    this.transcoded = transcoded;
    this.pipes = new Pipes(worker, producer.id);
  }

  /** Opens the port, asks the agent to send, and takes what comes. Throws an AppError; leaves nothing behind then. */
  static async start(options: LiveStreamOptions): Promise<LiveStream> {
    const { worker, edge, cameraId, profile } = options;
    const publishId = randomUUID();
    const transport = await worker.router
      .createPlainTransport({
        listenInfo: { protocol: 'udp', ip: '0.0.0.0', portRange: options.edgePorts, ...socketBuffers },
        rtcpMux: true,
        // The agent sends first, from wherever its NAT lets it out; SRTP says that it is the agent.
        comedia: true,
        enableSrtp: true,
        // AES_CM_128_HMAC_SHA1_80 would cost the edge 3.5 µs less per packet (uplink/srtp-sender.ts), but the
        // core, where all edges meet, 5 µs more: opening 1180 bytes by Debian's libsrtp 2.5 takes 7.1 µs
        // against GCM's 1.8, which the worker's set-up gives to OpenSSL besides.
        srtpCryptoSuite: 'AEAD_AES_128_GCM',
      })
      .catch(error => {
        throw new AppError('media-unavailable', String(error));
      });
    let asked = false;
    try {
      const { cryptoSuite, keyBase64 } = transport.srtpParameters!;
      asked = true;
      const published = await edge.publish({
        publishId,
        cameraId,
        profile,
        host: options.edgeHost,
        port: transport.tuple.localPort,
        srtp: { cryptoSuite: cryptoSuite as 'AEAD_AES_128_GCM', keyBase64 },
      });
      await transport.connect({ srtpParameters: published.srtp });
      const producer = await transport.produce({
        kind: 'video',
        rtpParameters: producerParameters(published),
      });
      return new LiveStream(publishId, worker, transport, producer, published.transcoded);
    } catch (error) {
      transport.close();
      // A try that timed out here may still succeed there.
      if (asked) edge.unpublish(cameraId, publishId).catch(() => {});
      throw error instanceof AppError ? error : new AppError('media-unavailable', String(error));
    }
  }

  close(): void {
    this.#transport.close();
  }
}
