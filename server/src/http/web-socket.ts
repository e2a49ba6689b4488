// A WebSocket of our own beside socket.io's: for what is pictures and newest-wins, where its envelopes and its
// queue would only be in the way.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { WebSocket, WebSocketServer } from 'ws';
import type { App } from './app-type.ts';
import { GatherWrites } from './gather-writes.ts';
import { isSameOrigin } from './origin.ts';

export interface PageSocket {
  say(message: object): void;
  send(bytes: Uint8Array): void;
  /** Ends it; the page is told why. */
  end(error: AppError): void;
}

export interface PageSocketEvents {
  /** One text message. */
  handleText(text: string): void;
  handleClosed(): void;
}

export interface WebSocketOptions<T> {
  readonly path: string;
  readonly trustProxy: boolean;
  /** Of one message from the page. */
  readonly maxBytes: number;
  readonly clock: Clock;
  /** Who it is; throws AppError. */
  readonly admit: (cookieHeader: string | undefined) => Promise<T>;
  readonly take: (socket: PageSocket, who: T) => PageSocketEvents;
}

/** A page that is gone without a word is noticed within twice this. */
const pingEveryMs = 15_000;
/** RFC 6455 §7.4.1: the message breaks a rule of ours. Also how a page is told of an AppError, as JSON. */
const policyViolation = 1008;
/** RFC 6455 §5.5: the payload of a control frame, less its code. */
const maxReasonBytes = 123;

/** Returns what closes every socket. */
export function addWebSocket<T>(app: App, options: WebSocketOptions<T>): () => void {
  const { path, trustProxy, maxBytes, clock, admit, take } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: maxBytes, perMessageDeflate: false });
  let timer: Timer | null = null;
  const silent = new Set<WebSocket>();
  const ping = () => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
    timer = clock.after(pingEveryMs, ping);
  };
  ping();

  const writes = new GatherWrites(clock);
  const serve = (socket: WebSocket, stream: Duplex, who: T) => {
    const events = take(
      pageSocket(socket, () => writes.hold(stream)),
      who,
    );
    socket.on('pong', () => silent.delete(socket));
    socket.on('message', (data, isBinary) => {
      silent.delete(socket);
      if (isBinary) end(socket, new AppError('bad-request', 'text only'));
      else events.handleText(data.toString());
    });
    // What is too long or no WebSocket: `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      silent.delete(socket);
      events.handleClosed();
    });
  };
  const handleUpgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const asked = (request.url ?? '').split('?')[0];
    if (asked?.startsWith('/socket.io/')) return;
    socket.on('error', () => {});
    if (asked !== path) return refuse(socket, new AppError('not-found'));
    if (!isSameOrigin(request.headers, trustProxy))
      return refuse(socket, new AppError('forbidden', 'origin'));
    try {
      const who = await admit(request.headers.cookie);
      server.handleUpgrade(request, socket, head, opened => serve(opened, socket, who));
    } catch (error) {
      refuse(socket, error instanceof AppError ? error : new AppError('internal'));
    }
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    void handleUpgrade(request, socket, head);
  app.server.on('upgrade', onUpgrade);
  return () => {
    timer?.cancel();
    writes.close();
    app.server.off('upgrade', onUpgrade);
    for (const socket of server.clients) socket.terminate();
    server.close();
  };
}

/** `hold` gathers what is written next. */
function pageSocket(socket: WebSocket, hold: () => void): PageSocket {
  const send = (data: string | Uint8Array) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    hold();
    socket.send(data);
  };
  return {
    say: message => send(JSON.stringify(message)),
    send,
    end: error => end(socket, error),
  };
}

/** The reason is the error's code: its texts are in the catalogue that both sides have. */
function end(socket: WebSocket, error: AppError): void {
  socket.close(policyViolation, Buffer.from(error.code).subarray(0, maxReasonBytes).toString());
}

function refuse(socket: Duplex, error: AppError): void {
  const body = JSON.stringify(error.toBody());
  const head = [
    `HTTP/1.1 ${error.status} ${error.code}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
