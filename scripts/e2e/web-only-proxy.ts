// A network as many offices have it: an HTTP proxy is the only way out, and it leads to the web page's
// port alone. Media by UDP finds no way, media by TCP is refused.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface WebOnlyProxy {
  readonly url: string;
  /** Addresses that were asked for and refused, "host:port". */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Lets through what goes to `webPort`, by plain HTTP and by CONNECT (WebSocket). */
export async function startWebOnlyProxy(webPort: number): Promise<WebOnlyProxy> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const allowed = (port: string) => Number(port || 80) === webPort;
  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '', 'http://nowhere');
    if (!allowed(url.port)) {
      refused.push(url.host);
      return void answer.writeHead(403).end();
    }
    const { method, headers } = incoming;
    const onward = request(url, { method, headers }, from => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (incoming, socket: Socket, head) => {
    const { hostname, port } = new URL(`http://${incoming.url}`);
    if (!allowed(port)) {
      refused.push(`${hostname}:${port}`);
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
