// One RTSP 1.0 connection (RFC 2326): requests, answers, authentication, and the interleaved packets on it.
import { connect, type Socket } from 'node:net';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { Authorizer, type Credentials, chooseChallenge } from '../auth/http-auth.ts';
import type { Relay, RelaySource, RelaySourceOptions } from '../relay/relay.ts';
import { fromSocketError, IngestFailure } from './failure.ts';
import { RtspReader, type RtspResponse } from './rtsp-reader.ts';

/** Long enough for a second SYN (Linux repeats it after 1 s), short enough to be back within 10 s of a plug. */
const connectMs = 3000;
const answerMs = 5000;
/** One read takes a whole key frame of a sub stream; measured, 64 KiB halves the reads of a 4 Mbit/s stream against 16 KiB. */
const readBytes = 64 * 1024;

export interface RtspSessionOptions {
  readonly url: URL;
  readonly credentials: Credentials | null;
  readonly clock: Clock;
  readonly onFrame: (channel: number, data: Uint8Array, start: number, end: number) => void;
  readonly onReadEnd: () => void;
}

/** What the relay has to know of the stream it is to read. */
export type RelayedStream = Pick<RelaySourceOptions, 'rtpChannel' | 'payloadType' | 'codec' | 'deliver'>;

interface Pending {
  resolve(response: RtspResponse): void;
  reject(error: Error): void;
  timer: Timer;
}

export class RtspSession {
  #options: RtspSessionOptions;
  #socket: Socket | null = null;
  #reader: RtspReader;
  #pending = new Map<string, Pending>();
  #cseq = 0;
  #authorizer: Authorizer | null = null;
  #sessionId: string | null = null;
  #end: { error: Error } | null = null;
  #onEnd: ((error: Error) => void) | null = null;
  #relayed: RelaySource | null = null;

  constructor(options: RtspSessionOptions) {
    this.#options = options;
    this.#reader = new RtspReader({
      onResponse: response => this.#handleResponse(response),
      onRequest: (method, cseq) => this.#refuseRequest(method, cseq),
      onFrame: options.onFrame,
      onReadEnd: options.onReadEnd,
    });
  }

  get remoteAddress(): string | undefined {
    return this.#socket?.remoteAddress;
  }

  /** Resolves when connected; IngestFailure `unreachable` otherwise. */
  connect(): Promise<void> {
    const { url, clock } = this.#options;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) => {
      const socket = connect({
        host,
        port: Number(url.port || 554),
        noDelay: true,
        onread: {
          buffer: Buffer.allocUnsafeSlow(readBytes),
          callback: (bytes, buffer) => {
            this.#handleBytes((buffer as Buffer).subarray(0, bytes));
            return true;
          },
        },
      });
      this.#socket = socket;
      const timer = clock.after(connectMs, () =>
        this.#fail(
          new IngestFailure('unreachable', `no answer from ${url.host} within ${connectMs / 1000} s`),
        ),
      );
      this.#onEnd = error => {
        timer.cancel();
        reject(error);
      };
      socket.once('connect', () => {
        timer.cancel();
        this.#onEnd = null;
        if (this.#end) reject(this.#end.error);
        else resolve();
      });
      socket.on('error', error => this.#fail(fromSocketError(error) ?? error));
      socket.on('close', () =>
        this.#fail(new IngestFailure('unreachable', 'the camera closed the connection')),
      );
    });
  }

  /** Sends a request and gives its answer of 2xx; authenticates when asked. Throws IngestFailure. */
  async request(method: string, url: string, headers: Record<string, string> = {}): Promise<RtspResponse> {
    let response = await this.#exchange(method, url, headers);
    if (response.status === 401) {
      const { credentials } = this.#options;
      const challenge = chooseChallenge(response.headers.get('www-authenticate') ?? []);
      if (!credentials)
        throw new IngestFailure('auth-failed', 'the camera asks for a user name and password');
      if (!challenge)
        throw new IngestFailure('bad-answer', 'the camera asks for an authentication nobody knows');
      // Nonces run out: a 401 may come in mid-session. Only a second one in a row means a wrong password.
      this.#authorizer = new Authorizer(challenge, credentials);
      response = await this.#exchange(method, url, headers);
      if (response.status === 401)
        throw new IngestFailure('auth-failed', `${method}: 401 ${response.reason}`);
    }
    if (response.status === 403) throw new IngestFailure('auth-failed', `${method}: 403 ${response.reason}`);
    const session = response.headers.get('session')?.[0];
    if (session) this.#sessionId = session.split(';')[0]!.trim();
    return response;
  }

  /**
   * Lets the relay read the connection from here on; what it tells comes as before, by onFrame and onReadEnd. Null
   * where the connection is gone.
   */
  relay(relay: Relay, stream: RelayedStream): RelaySource | null {
    const socket = this.#socket;
    // Node has no public name for a socket's descriptor; libuv's handle carries it on every Unix.
    const fd = (socket as { _handle?: { fd?: number } } | null)?._handle?.fd;
    if (!socket || this.#end || fd === undefined || fd < 0) return null;
    socket.pause();
    this.#relayed = relay.source({
      ...stream,
      fd,
      rest: this.#reader.takeRest(),
      onBytes: bytes => this.#handleBytes(bytes),
      onEnd: errno =>
        this.#fail(
          new IngestFailure(
            'unreachable',
            errno === 0 ? 'the camera closed the connection' : `the connection broke (${errno})`,
          ),
        ),
    });
    return this.#relayed;
  }

  /** Resolves never; rejects when the connection ends, with why. */
  ended(): Promise<never> {
    return new Promise((_, reject) => {
      if (this.#end) reject(this.#end.error);
      else this.#onEnd = reject;
    });
  }

  /** Sends without waiting: an interleaved packet (our receiver reports). */
  sendFrame(channel: number, packet: Uint8Array): void {
    if (!this.#socket?.writable) return;
    const frame = Buffer.alloc(4 + packet.length);
    frame[0] = 0x24;
    frame[1] = channel;
    frame.writeUInt16BE(packet.length, 2);
    frame.set(packet, 4);
    this.#socket.write(frame);
  }

  /** Says TEARDOWN when a session stands, and closes; idempotent. */
  close(url?: string): void {
    const socket = this.#socket;
    this.#relayed?.close();
    if (url && this.#sessionId && socket?.writable && !this.#end) {
      socket.end(this.#format('TEARDOWN', url, {}));
      // The camera has a moment to read it, then the connection is gone whatever it does.
      this.#options.clock.after(500, () => socket.destroy());
      socket.removeAllListeners('close');
      socket.on('data', () => {});
      socket.resume();
    } else socket?.destroy();
    this.#fail(new IngestFailure('unreachable', 'closed'));
  }

  #exchange(method: string, url: string, headers: Record<string, string>): Promise<RtspResponse> {
    return new Promise((resolve, reject) => {
      if (this.#end || !this.#socket) return reject(this.#end?.error ?? new Error('not connected'));
      const text = this.#format(method, url, headers);
      const cseq = String(this.#cseq);
      const timer = this.#options.clock.after(answerMs, () =>
        this.#fail(new IngestFailure('unreachable', `no answer to ${method} within ${answerMs / 1000} s`)),
      );
      this.#pending.set(cseq, { resolve, reject, timer });
      this.#socket.write(text);
    });
  }

  #format(method: string, url: string, headers: Record<string, string>): string {
    const lines = [`${method} ${url} RTSP/1.0`, `CSeq: ${++this.#cseq}`, 'User-Agent: Brightwall'];
    if (this.#authorizer) lines.push(`Authorization: ${this.#authorizer.header(method, url)}`);
    if (this.#sessionId) lines.push(`Session: ${this.#sessionId}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  #handleBytes(bytes: Buffer): void {
    if (this.#end) return;
    try {
      this.#reader.handleBytes(bytes);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #handleResponse(response: RtspResponse): void {
    // A camera that leaves CSeq out answers in order.
    const cseq = response.headers.get('cseq')?.[0] ?? this.#pending.keys().next().value;
    const pending = cseq === undefined ? undefined : this.#pending.get(cseq.trim());
    if (!pending) return;
    this.#pending.delete(cseq!.trim());
    pending.timer.cancel();
    pending.resolve(response);
  }

  #refuseRequest(method: string, cseq: string): void {
    const status = method === 'OPTIONS' ? '200 OK' : '501 Not Implemented';
    this.#socket?.write(`RTSP/1.0 ${status}\r\nCSeq: ${cseq.replace(/[^\w]/g, '')}\r\n\r\n`);
  }

  #fail(error: Error): void {
    if (this.#end) return;
    this.#end = { error };
    for (const pending of this.#pending.values()) {
      pending.timer.cancel();
      pending.reject(error);
    }
    this.#pending.clear();
    this.#relayed?.close();
    if (!(error instanceof IngestFailure && error.detail === 'closed')) this.#socket?.destroy();
    this.#onEnd?.(error);
  }
}
