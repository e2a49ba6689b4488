// The live connection to the core: socket.io namespace /wall, typed both ways. It reconnects by itself.
import { AppError, type ErrorBody, type Reply } from '@brightwall/protocol/errors';
import type { CoreToWall, WallToCore } from '@brightwall/protocol/wall-messages';
import { io, type Socket } from 'socket.io-client';

/** How long an asked core may take, ms: pulling a camera anew takes an RTSP set-up at the edge. */
const replyTimeoutMs = 15_000;

type Request<K extends keyof WallToCore> = Parameters<WallToCore[K]>[0];
type Answer<K extends keyof WallToCore> =
  Parameters<Parameters<WallToCore[K]>[1]>[0] extends Reply<infer V> ? V : never;

export interface WallSocketEvents {
  onConnected(): void;
  onLost(): void;
  /** The core refused the connection: the session ended, or its first password is not changed yet. */
  onRefused(error: AppError): void;
}

export class WallSocket {
  readonly #socket: Socket<CoreToWall, WallToCore>;

  constructor(events: WallSocketEvents) {
    this.#socket = io('/wall', {
      autoConnect: false,
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
      timeout: 5_000,
    });
    this.#socket.on('connect', () => events.onConnected());
    this.#socket.on('disconnect', reason => {
      events.onLost();
      // socket.io does not come back by itself when the other end closed on purpose (a core that stops).
      if (reason === 'io server disconnect') this.#socket.connect();
    });
    this.#socket.on('connect_error', error => {
      const refusal = refusalOf(error);
      if (refusal) events.onRefused(refusal);
      else events.onLost();
    });
  }

  connect(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#socket.disconnect();
  }

  on<K extends keyof CoreToWall>(name: K, listener: CoreToWall[K]): void {
    // socket.io's own typing of listeners is a conditional over the same map; the cast only names it.
    this.#socket.on(name, listener as never);
  }

  /** Asks the core and waits for its answer; rejects with an `AppError`. */
  async ask<K extends keyof WallToCore>(name: K, request: Request<K>): Promise<Answer<K>> {
    if (!this.#socket.connected) throw new AppError('timed-out');
    let answer: Reply<Answer<K>>;
    try {
      const emitter = this.#socket.timeout(replyTimeoutMs) as unknown as {
        emitWithAck(name: K, request: Request<K>): Promise<Reply<Answer<K>>>;
      };
      answer = await emitter.emitWithAck(name, request);
    } catch {
      throw new AppError('timed-out');
    }
    if (answer.ok) return answer.value;
    throw new AppError(answer.error.code, answer.error.detail);
  }
}

/** A middleware's refusal carries an ErrorBody as `data` (or its code as message); a network failure does not. */
function refusalOf(error: Error): AppError | null {
  const data = (error as Error & { data?: Partial<ErrorBody> }).data;
  const code = data?.code ?? error.message;
  if (code === 'not-signed-in' || code === 'password-change-required' || code === 'forbidden') {
    return new AppError(code, data?.detail);
  }
  return null;
}
