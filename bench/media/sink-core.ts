// A core that routes nothing: edge agents connect and publish to it as to the real one, and it counts
// what arrives at each stream's UDP port. Nothing is decrypted.
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CoreToEdge, EdgeToCore, Hello, Published } from '@brightwall/protocol/edge-messages';
import type { Reply } from '@brightwall/protocol/errors';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import { type Socket as Link, Server } from 'socket.io';

/** A UDP port that counts packets and bytes. */
export class CountingPort {
  packets = 0;
  bytes = 0;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', packet => {
      this.packets += 1;
      this.bytes += packet.length;
    });
  }

  static async open(): Promise<CountingPort> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new CountingPort(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.close();
  }
}

/** As the core asks for (server/src/media/live-stream.ts). */
export const sinkSuite = 'AEAD_AES_128_GCM';

export class SinkCore {
  readonly #http = createServer();
  readonly #io = new Server(this.#http, { maxHttpBufferSize: 16 << 20 });
  #link: Link<EdgeToCore, CoreToEdge> | undefined;
  #ports: CountingPort[] = [];
  /** Cameras the agent told of, by id. */
  readonly cameras = new Map<string, Hello['cameras'][number]>();
  /** All that were ever delivered. */
  readonly passages: SeenPassage[] = [];
  #skipped = new Map<string, number>();

  async listen(): Promise<number> {
    this.#io.of('/edge').on('connection', (link: Link<EdgeToCore, CoreToEdge>) => {
      this.#link = link;
      const know = (camera: Hello['cameras'][number]) => this.cameras.set(camera.id, camera);
      link.on('hello', (hello, reply) => {
        hello.cameras.forEach(know);
        reply({ ok: true, value: { accepted: hello.cameras.length } });
      });
      link.on('camera', know);
      link.on('time', (_, reply) => reply({ ok: true, value: { epochMs: Date.now() } }));
      link.on('passage', ({ passage }, reply) => {
        this.passages.push(passage);
        reply({ ok: true, value: null });
      });
      link.on('plateStats', stats => this.#skipped.set(stats.cameraId, stats.framesSkipped));
      link.on('state', ({ cameraId, state }) => {
        const camera = this.cameras.get(cameraId);
        if (camera) know({ ...camera, state });
      });
    });
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    return (this.#http.address() as AddressInfo).port;
  }

  /** Asks the agent for a camera's main stream; the port that counts it. */
  async publish(cameraId: string): Promise<CountingPort> {
    const link = this.#link;
    if (!link) throw new Error('no agent is connected');
    const port = await CountingPort.open();
    this.#ports.push(port);
    const answer: Reply<Published> = await link.timeout(20_000).emitWithAck('publish', {
      publishId: cameraId,
      cameraId,
      profile: 'main',
      host: '127.0.0.1',
      port: port.port,
      // AES-GCM 128: 16 bytes of key, 12 of salt (RFC 7714 §8.1).
      srtp: { cryptoSuite: sinkSuite, keyBase64: randomBytes(28).toString('base64') },
    });
    if (!answer.ok) throw new Error(`publish: ${answer.error.code} ${answer.error.detail ?? ''}`);
    return port;
  }

  /** As a person who switches a camera's plate reading on or off. */
  async setPlates(cameraId: string, setup: PlateSetup): Promise<void> {
    if (!this.#link) throw new Error('no agent is connected');
    const answer: Reply<null> = await this.#link
      .timeout(20_000)
      .emitWithAck('setPlateSetup', { cameraId, setup });
    if (!answer.ok) throw new Error(`setPlateSetup: ${answer.error.code} ${answer.error.detail ?? ''}`);
  }

  /** Frames that cameras' plate reading left out, as told last. */
  framesSkipped(): number {
    return [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    for (const port of this.#ports.splice(0)) port.close();
    await this.#io.close();
  }
}
