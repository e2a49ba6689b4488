// Agents and pages that connect to a core under test, and leave it after each test.
import type { Camera } from '@brightwall/protocol/camera';
import { type CameraColumns, fromColumns } from '@brightwall/protocol/camera-columns';
import type { Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { edgeToken, next, report, type TestCore } from './test-core.ts';

export class Connections {
  readonly #core: () => { test: TestCore; cookie: string };
  readonly #open: Socket[] = [];

  /** `core`: asked anew for each connection, as it is started after this is made. */
  constructor(core: () => { test: TestCore; cookie: string }) {
    this.#core = core;
  }

  edge(agentId = 'edge-1', token = edgeToken): Socket {
    return this.#opened(this.#core().test.connect('/edge', { auth: { agentId, token } }));
  }

  /** An agent that was taken in with these cameras. */
  async helloFrom(agentId: string, ...ids: string[]): Promise<Socket> {
    const socket = this.edge(agentId);
    const cameras = ids.map(id => report(id));
    const answer = await socket.emitWithAck('hello', { version: 1, name: `box ${agentId}`, cameras });
    expect(answer).toEqual({ ok: true, value: { accepted: ids.length } });
    return socket;
  }

  /** A page's socket, at which nothing was listened to yet. */
  wall(cookie = this.#core().cookie): Socket {
    return this.#opened(this.#core().test.connect('/wall', { headers: { cookie } }));
  }

  /** A page, when the first of its cameras have come. */
  async page(): Promise<{ socket: Socket; snapshot: { cameras: Camera[] } }> {
    const socket = this.wall();
    const { cameras } = await next<{ cameras: CameraColumns }>(socket, 'snapshot');
    return { socket, snapshot: { cameras: fromColumns(cameras) } };
  }

  leave(): void {
    for (const socket of this.#open.splice(0)) socket.disconnect();
  }

  #opened(socket: Socket): Socket {
    this.#open.push(socket);
    return socket;
  }
}
