// The message link to the core: socket.io namespace /edge. On every connection it says hello with all
// cameras; whatever is sent while it is down is dropped, because hello repeats what counts. Passages are
// sent from the outbox, which keeps each until it is answered for.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { BackoffPolicy } from '@brightwall/kit/backoff';
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { supervise } from '@brightwall/kit/supervise';
import type { CameraReport } from '@brightwall/protocol/camera';
import {
  type CoreToEdge,
  type EdgeToCore,
  edgeProtocolVersion,
  type FeedUnitMessage,
  type HlsInit,
  type HlsPart,
  type PassageDelivery,
  type StateChange,
  type StreamStats,
  type Thumbnail,
} from '@brightwall/protocol/edge-messages';
import { AppError, type ErrorBody, type ErrorCode, errorCatalogue } from '@brightwall/protocol/errors';
import type { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import { io, type Socket } from 'socket.io-client';
import { answerRequests, type CoreRequests } from './core-requests.ts';

/** Messages that wait for the socket at most, of the kind that may be lost. */
const maxBacklog = 64;
/** Units of many feeds come at once; each is two packets of the socket. */
const maxUnitBacklog = 1024;
/** The core syncs a passage to its disk before it answers; a passage that is late is sent again, and stored once. */
const passageTimeoutMs = 30_000;
const timeTimeoutMs = 10_000;

export interface CoreLinkOptions {
  readonly url: string;
  readonly agentId: string;
  readonly token: string;
  /** File (PEM) of the authority to trust beside those the system knows. */
  readonly ca?: string;
  readonly clock: Clock;
  readonly requests: CoreRequests;
}

const linkBackoff: BackoffPolicy = { firstMs: 300, capMs: 5000, factor: 2, jitter: 0.5, healthyMs: 10_000 };

type Events = {
  connected: [];
  /** The core has taken hello: it knows the cameras. */
  greeted: [];
  disconnected: [reason: string];
  refused: [detail: string];
};

export class CoreLink {
  readonly events = new Emitter<Events>();
  readonly host: string;
  dropped = 0;
  #socket: Socket<CoreToEdge, EdgeToCore>;
  #requests: CoreRequests;
  #clock: Clock;

  constructor(options: CoreLinkOptions) {
    this.#clock = options.clock;
    const url = new URL(options.url);
    this.host = url.hostname.replace(/^\[|\]$/g, '');
    this.#requests = options.requests;
    this.#socket = io(new URL('/edge', url).href, {
      auth: { agentId: options.agentId, token: options.token },
      transports: ['websocket'],
      ...(options.ca && { ca: [...rootCertificates, readFileSync(options.ca, 'utf8')] }),
      autoConnect: false,
      // Supervised here: socket.io itself gives up for good when a handshake is refused.
      reconnection: false,
    });
    this.#listen();
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Keeps the link up until the signal aborts. */
  run(signal: AbortSignal): Promise<void> {
    return supervise(life => this.#connection(life), { clock: this.#clock, backoff: linkBackoff, signal });
  }

  /** One connection, from handshake to end. */
  #connection(signal: AbortSignal): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const finish = (done: () => void) => {
        socket.off('connect_error', onRefused);
        socket.off('disconnect', onDisconnect);
        signal.removeEventListener('abort', onAbort);
        socket.disconnect();
        done();
      };
      const onRefused = (error: Error) => finish(() => reject(error));
      const onDisconnect = () => finish(resolve);
      const onAbort = () => finish(resolve);
      socket.on('connect_error', onRefused);
      socket.on('disconnect', onDisconnect);
      signal.addEventListener('abort', onAbort, { once: true });
      socket.connect();
    });
  }

  camera(report: CameraReport): void {
    if (this.#socket.connected) this.#socket.emit('camera', report);
  }

  state(change: StateChange): void {
    if (this.#socket.connected) this.#socket.emit('state', change);
  }

  publishEnded(end: Parameters<EdgeToCore['publishEnded']>[0]): void {
    if (this.#socket.connected) this.#socket.emit('publishEnded', end);
  }

  hlsEnded(end: Parameters<EdgeToCore['hlsEnded']>[0]): void {
    if (this.#socket.connected) this.#socket.emit('hlsEnded', end);
  }

  feedEnded(end: Parameters<EdgeToCore['feedEnded']>[0]): void {
    if (this.#socket.connected) this.#socket.emit('feedEnded', end);
  }

  /** False when the link cannot take it: nothing of the feed can be decoded then before its next key frame. */
  feedUnit(unit: FeedUnitMessage): boolean {
    if (!this.#mayDrop(maxUnitBacklog)) return false;
    this.#socket.emit('feedUnit', unit);
    return true;
  }

  thumbnail(thumbnail: Thumbnail): void {
    if (this.#mayDrop()) this.#socket.emit('thumbnail', thumbnail);
  }

  stats(stats: StreamStats): void {
    if (this.#mayDrop()) this.#socket.emit('stats', stats);
  }

  plateStats(stats: PlateStats): void {
    if (this.#socket.connected) this.#socket.emit('plateStats', stats);
  }

  plateView(view: PlateView): void {
    if (this.#mayDrop()) this.#socket.volatile.emit('plateView', view);
  }

  /** Resolves when the core has stored it for good. Throws what the core answers, agent-offline without a link, timed-out. */
  async passage(delivery: PassageDelivery): Promise<void> {
    await this.#ask('passage', delivery, passageTimeoutMs);
  }

  /** The core's clock, epoch ms. */
  async time(): Promise<number> {
    const answer = await this.#ask('time', {}, timeTimeoutMs);
    const epochMs = (answer as { epochMs?: unknown } | null)?.epochMs;
    if (typeof epochMs !== 'number' || !(epochMs >= 0 && epochMs <= 8.64e15))
      throw new AppError('internal', 'time');
    return epochMs;
  }

  /** False when the link cannot take it: the stream has a hole then and must begin a new life. */
  hlsInit(init: HlsInit): boolean {
    if (!this.#mayDrop()) return false;
    this.#socket.emit('hlsInit', init);
    return true;
  }

  hlsPart(part: HlsPart): boolean {
    if (!this.#mayDrop()) return false;
    this.#socket.emit('hlsPart', part);
    return true;
  }

  async #ask(name: 'passage' | 'time', request: object, timeoutMs: number): Promise<unknown> {
    if (!this.#socket.connected) throw new AppError('agent-offline');
    let answer: unknown;
    try {
      answer = await this.#socket.timeout(timeoutMs).emitWithAck(name, request as never);
    } catch {
      throw new AppError(this.#socket.connected ? 'timed-out' : 'agent-offline', name);
    }
    const reply = answer as Partial<{ ok: boolean; value: unknown; error: Partial<ErrorBody> }> | null;
    if (reply?.ok === true) return reply.value;
    const code = String(reply?.error?.code);
    if (!Object.hasOwn(errorCatalogue, code)) throw new AppError('internal', `${name}: ${code.slice(0, 50)}`);
    throw new AppError(code as ErrorCode, String(reply?.error?.detail ?? '').slice(0, 500) || undefined);
  }

  #mayDrop(backlog = maxBacklog): boolean {
    if (!this.#socket.connected) return false;
    if ((this.#socket.io.engine?.writeBuffer.length ?? 0) < backlog) return true;
    this.dropped += 1;
    return false;
  }

  #listen(): void {
    const socket = this.#socket;
    const requests = this.#requests;
    socket.on('connect', () => {
      this.events.emit('connected');
      socket.emit('hello', { version: edgeProtocolVersion, ...requests.hello() }, answer => {
        if (answer.ok) this.events.emit('greeted');
        else this.events.emit('refused', answer.error.detail ?? answer.error.code);
      });
    });
    socket.on('connect_error', error => this.events.emit('refused', error.message));
    socket.on('disconnect', reason => this.events.emit('disconnected', reason));
    answerRequests(socket, requests);
  }
}
