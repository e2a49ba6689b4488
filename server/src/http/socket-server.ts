// The one socket.io server; edge-link/ and live/ each take a namespace of it.
import { Server } from 'socket.io';
import type { App } from './app-type.ts';
import { isSameOrigin } from './origin.ts';

/** A second of a 32 Mbit/s camera as one HLS part. */
const maxMessageBytes = 4_000_000;

export function createSocketServer(app: App, trustProxy: boolean): Server {
  return new Server(app.server, {
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    // A dead edge box is noticed within 10 s.
    pingInterval: 5_000,
    pingTimeout: 5_000,
    connectTimeout: 10_000,
    // H.264 and JPEG do not get smaller.
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) => {
      const allowed = isSameOrigin(request.headers, trustProxy);
      decide(allowed ? null : 'origin', allowed);
    },
  });
}
