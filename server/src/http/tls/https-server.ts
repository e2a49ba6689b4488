// HTTPS beside the plain listener, for the same routes and sockets: what comes in here is handed to the one
// server that Fastify and socket.io know, which tell the two apart by the socket.
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { App } from '../app-type.ts';

export interface HttpsOptions {
  readonly app: App;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Asked at the start and once a day: certificates expire, addresses change. */
  readonly certificates: () => Promise<{ cert: string; key: string }>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const renewEveryMs = 86_400_000;

export class HttpsServer {
  readonly #options: HttpsOptions;
  readonly #server: Server;
  #timer: Timer | null = null;

  private constructor(options: HttpsOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    this.#renewLater();
  }

  static async listen(options: HttpsOptions): Promise<HttpsServer> {
    const { app, host, port } = options;
    const hand: RequestListener = (request, response) => app.server.emit('request', request, response);
    const server = createServer(await options.certificates(), hand);
    server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
    const { keepAliveTimeout, requestTimeout, headersTimeout } = app.server;
    Object.assign(server, { keepAliveTimeout, requestTimeout, headersTimeout });
    server.listen(port, host);
    await once(server, 'listening');
    return new HttpsServer(options, server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #renewLater(): void {
    this.#timer = this.#options.clock.after(renewEveryMs, () => {
      this.#options
        .certificates()
        .then(certificates => this.#server.setSecureContext(certificates), this.#options.onError)
        .finally(() => {
          if (this.#timer) this.#renewLater();
        });
    });
  }
}
