// A TCP proxy that behaves as a connection does on a network that loses packets: a lost segment is sent again after
// a time-out that doubles, and all that was sent after it waits. Neither side may lose or reorder anything: TCP
// does not. (Real loss asks for the kernel's netem, which containers and small machines do not have.)

import type { AddressInfo } from 'node:net';
import { connect as connectTo, createServer, type Socket } from 'node:net';

/** Ethernet's 1,500 bytes less the headers of IP and TCP. */
const segmentBytes = 1448;
/** RFC 6298 §2.4 would have a second; Linux begins at 200 ms. */
const firstTimeoutMs = 200;
const maxTimeoutMs = 3000;

export interface LossyProxy {
  readonly port: number;
  /** Share of segments that are lost, 0–1, from now on. */
  setLoss(share: number): void;
  /** Segments lost so far. */
  readonly lost: number;
  /** Every connection ends, as when a cable is pulled; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
}

export async function startLossyProxy(targetPort: number): Promise<LossyProxy> {
  let loss = 0;
  let lost = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const pump = async (from: Socket, to: Socket) => {
    try {
      for await (const chunk of from)
        for (let at = 0; at < chunk.length; at += segmentBytes) {
          for (
            let waitMs = firstTimeoutMs;
            Math.random() < loss;
            waitMs = Math.min(maxTimeoutMs, waitMs * 2)
          ) {
            lost += 1;
            await new Promise(resolve => setTimeout(resolve, waitMs));
          }
          if (!to.write(chunk.subarray(at, at + segmentBytes)))
            await new Promise<void>(resolve => {
              const go = () => {
                to.off('drain', go).off('close', go);
                resolve();
              };
              to.on('drain', go).on('close', go);
            });
        }
      to.end();
    } catch {
      to.destroy();
    }
  };
  const server = createServer(client => {
    const target = connectTo(targetPort, '127.0.0.1');
    keep(client);
    keep(target);
    void pump(client, target);
    void pump(target, client);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    setLoss(share) {
      loss = share;
    },
    get lost() {
      return lost;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
