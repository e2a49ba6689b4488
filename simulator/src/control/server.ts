// The control port: what was sent when, and faults on request. For tests and benches; JSON over HTTP.
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Camera } from '../camera.ts';

export interface ControlContext {
  camera(idOrNumber: string): Camera | undefined;
  cameras(): readonly Camera[];
  describe(camera: Camera): object;
  stats(): object;
}

const maxBody = 4096;

class BadRequest extends Error {}

export class ControlServer {
  #context: ControlContext;
  #server: Server;

  constructor(context: ControlContext) {
    this.#context = context;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        const status = error instanceof BadRequest ? 400 : 500;
        if (response.headersSent) response.destroy();
        else send(response, status, { error: error instanceof Error ? error.message : String(error) });
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://control');
    const [root, id, verb, ...rest] = url.pathname.split('/').slice(1);
    if (request.method === 'GET' && url.pathname === '/stats')
      return send(response, 200, this.#context.stats());
    if (root !== 'cameras' || rest.length > 0) return send(response, 404, { error: 'no such path' });
    if (!id)
      return send(
        response,
        200,
        this.#context.cameras().map(c => this.#state(c)),
      );
    const camera = this.#context.camera(id);
    if (!camera) return send(response, 404, { error: `no camera ${id}` });
    if (request.method === 'GET' && !verb) return send(response, 200, this.#state(camera));
    if (request.method === 'GET' && verb === 'frames')
      return send(response, 200, frames(camera, url.searchParams));
    if (request.method === 'GET' && verb === 'truth') {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'x-loop': camera.loopId });
      createReadStream(camera.truthPath())
        .on('error', () => response.destroy())
        .pipe(response);
      return;
    }
    if (request.method !== 'POST') return send(response, 405, { error: 'use POST' });
    act(camera, verb ?? '', await readJson(request));
    return send(response, 200, this.#state(camera));
  }

  #state(camera: Camera): object {
    return {
      ...this.#context.describe(camera),
      plugged: camera.plugged,
      loop: camera.loopId,
      traffic: camera.traffic,
      clockOffsetMs: camera.clockOffsetMs,
      viewers: { main: camera.main.viewers, sub: camera.sub.viewers },
      ptzPosition: camera.head?.where() ?? null,
    };
  }
}

function act(camera: Camera, verb: string, body: Record<string, unknown>): void {
  const number = (name: string, low: number, high: number): number => {
    const value = body[name];
    if (typeof value !== 'number' || !(value >= low && value <= high))
      throw new BadRequest(`${name}: ${low}…${high}`);
    return value;
  };
  const both = (change: (stream: Camera['main']) => void) => {
    change(camera.main);
    change(camera.sub);
  };
  if (verb === 'unplug') camera.unplug();
  else if (verb === 'plug') camera.plug();
  else if (verb === 'freeze') both(s => s.freeze(true));
  else if (verb === 'unfreeze') both(s => s.freeze(false));
  else if (verb === 'slow') {
    const factor = number('factor', 0.1, 100);
    both(s => s.slow(factor));
  } else if (verb === 'clock') camera.setClockOffset(number('offsetMs', -1e12, 1e12));
  else if (verb === 'traffic') setTraffic(camera, body.traffic);
  else if (verb === 'keyframe') both(s => s.requestKeyFrame());
  else throw new BadRequest(`unknown action ${verb}`);
}

function setTraffic(camera: Camera, traffic: unknown): void {
  if (traffic !== 'usual' && traffic !== 'quiet' && traffic !== 'empty')
    throw new BadRequest('traffic: usual, quiet or empty');
  if (!camera.setTraffic(traffic)) throw new BadRequest(`${camera.id} speaks H.265: usual traffic only`);
}

function frames(camera: Camera, query: URLSearchParams): object {
  const stream = query.get('stream') ?? 'main';
  if (stream !== 'main' && stream !== 'sub') throw new BadRequest('stream: main or sub');
  const limit = Number(query.get('limit') ?? 1000);
  if (!Number.isInteger(limit) || limit < 1) throw new BadRequest('limit: a whole number from 1');
  return { camera: camera.id, stream, frames: camera.stream(stream).sentFrames(limit) };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > maxBody) throw new BadRequest('body too long');
  }
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new BadRequest('a JSON object is expected');
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
