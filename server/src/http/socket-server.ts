// The one socket.io server; edge-link/ and live/ each take a namespace of it.
import { maxHlsPartBytes } from '@brightwall/protocol/edge-messages';
import { Server } from 'socket.io';
import type { App } from './app-type.ts';
import { isSameOrigin } from './origin.ts';

/** The largest HLS part and its envelope. socket.io ends the whole connection of who sends more: every camera of the box. */
const maxMessageBytes = maxHlsPartBytes + 100_000;

export function createSocketServer(app: App, trustProxy: boolean): Server {
  const io = new Server(app.server, {
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    // A dead edge box is noticed within 20 s.
    pingInterval: 5_000,
    // A page that draws a city without a GPU may be busy for longer than 5 s.
    pingTimeout: 15_000,
    connectTimeout: 10_000,
    // Other paths are another's (web-socket.ts), which also turns away those that are nobody's.
    destroyUpgrade: false,
    // H.264 and JPEG do not get smaller.
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) => {
      const allowed = isSameOrigin(request.headers, trustProxy);
      decide(allowed ? null : 'origin', allowed);
    },
  });
  // Nobody lives in the default namespace: who has joined no other is gone after connectTimeout.
  io.use((_socket, next) => next(new Error('not-found')));
  return io;
}
