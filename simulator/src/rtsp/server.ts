// The RTSP port of all cameras.

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { Timer } from '@brightwall/kit/clock';
import { RtspConnection, type RtspContext } from './connection.ts';

const sweepEveryMs = 5000;
const maxConnections = 20_000;

export class RtspServer {
  #server: Server;
  #context: RtspContext;
  #connections = new Set<RtspConnection>();
  #sweeper: Timer | null = null;

  constructor(context: RtspContext) {
    this.#context = context;
    this.#server = createServer({ noDelay: true }, socket => {
      const connection = new RtspConnection(socket, context);
      this.#connections.add(connection);
      socket.on('close', () => this.#connections.delete(connection));
    });
    this.#server.maxConnections = maxConnections;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Sessions that play now, and frames dropped for slow readers, for the control port. */
  stats(): { sessions: number; droppedFrames: number } {
    let [sessions, droppedFrames] = [0, 0];
    for (const connection of this.#connections)
      for (const session of connection.sessions) {
        sessions += session.playing ? 1 : 0;
        droppedFrames += session.droppedFrames;
      }
    return { sessions, droppedFrames };
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 1024 }, () => {
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
    this.#sweep();
  }

  async close(): Promise<void> {
    this.#sweeper?.cancel();
    for (const connection of this.#connections) connection.close();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #sweep(): void {
    this.#sweeper = this.#context.clock.after(sweepEveryMs, () => {
      for (const connection of this.#connections) connection.sweep();
      this.#sweep();
    });
  }
}
