// A small RTSP camera for tests, in the test's own process: it answers as told, and misbehaves as told.

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export interface Request {
  readonly method: string;
  readonly text: string;
  readonly cseq: string;
}

export interface TestCamera {
  readonly url: URL;
  readonly port: number;
  readonly requests: Request[];
  /** Connections open now. */
  readonly open: () => number;
  /** Sends interleaved packets on channel 0 to whoever plays. */
  send(packets: readonly Uint8Array[], channel?: number): void;
  /** Breaks all connections off. */
  drop(): void;
  close(): Promise<void>;
}

export function sdpOf(sets: { sps: Uint8Array | null; pps: Uint8Array | null }, codec = 'H264'): string {
  const base64 = (set: Uint8Array | null) => Buffer.from(set ?? []).toString('base64');
  return `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=test\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 ${codec}/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=${base64(sets.sps)},${base64(sets.pps)}\r\na=control:track1\r\n`;
}

/** `answer` may replace the answer to a request: raw bytes, or null for the usual one. */
export async function startTestCamera(
  sdp: string,
  answer: (request: Request, socket: Socket) => string | Buffer | null = () => null,
): Promise<TestCamera> {
  const sockets = new Set<Socket>();
  const requests: Request[] = [];
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let text = '';
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        // Interleaved packets from the client (receiver reports) may stand before a request.
        const start = text.slice(0, end).search(/[A-Z_]{4,} rtsp/);
        const head = text.slice(Math.max(0, start), end);
        text = text.slice(end + 4);
        const request = {
          method: head.split(' ')[0]!,
          text: head,
          cseq: /CSeq: (\d+)/i.exec(head)?.[1] ?? '0',
        };
        requests.push(request);
        socket.write(answer(request, socket) ?? usual(request, sdp));
      }
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`rtsp://127.0.0.1:${port}/stream`),
    port,
    requests,
    open: () => sockets.size,
    send(packets, channel = 0) {
      const frames = packets.map(packet => {
        const head = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]);
        return Buffer.concat([head, packet]);
      });
      for (const socket of sockets) socket.write(Buffer.concat(frames));
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function usual({ method, cseq }: Request, sdp: string): string {
  const extra =
    method === 'DESCRIBE'
      ? `Content-Type: application/sdp\r\nContent-Length: ${Buffer.byteLength(sdp)}\r\n`
      : method === 'SETUP'
        ? 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 7;timeout=60\r\n'
        : '';
  return `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n${extra}\r\n${method === 'DESCRIBE' ? sdp : ''}`;
}
