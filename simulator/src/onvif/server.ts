// The HTTP port of all cameras: ONVIF services by SOAP, snapshots by GET.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpAuth } from '../auth/http-auth.ts';
import type { Camera } from '../camera.ts';
import type { StreamName } from '../content/plan.ts';
import { deviceHandlers, type Handler, withoutAuth } from './device.ts';
import type { Addresses } from './facts.ts';
import { mediaHandlers } from './media.ts';
import { ptzHandlers } from './ptz.ts';
import { envelope, faults, readEnvelope, SoapFault } from './soap.ts';
import type { WsSecurity } from './ws-security.ts';

export interface OnvifContext {
  readonly auth: HttpAuth;
  readonly security: WsSecurity;
  camera(n: number): Camera | undefined;
  /** Addresses to put into answers to a client that came in at `localAddress`. */
  addresses(localAddress: string): Addresses;
}

const maxBody = 65_536;
const services: Record<string, Record<string, Handler>> = {
  device: deviceHandlers,
  media: mediaHandlers,
  ptz: ptzHandlers,
};

export class OnvifServer {
  #server: Server;
  #context: OnvifContext;

  constructor(context: OnvifContext) {
    this.#context = context;
    this.#server = createServer(
      { maxHeaderSize: 16_384, requestTimeout: 10_000, keepAliveTimeout: 5000 },
      (request, response) => {
        this.#handle(request, response).catch(error => {
          process.stderr.write(
            `${JSON.stringify({ level: 'error', msg: 'http request failed', error: String(error) })}\n`,
          );
          if (!response.headersSent) response.writeHead(500);
          response.end();
        });
      },
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 1024 }, () => {
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
    const url = request.url ?? '';
    const soap = /^\/onvif\/(\d{1,5})\/(device|media|ptz)_service$/.exec(url);
    const snapshot = /^\/snapshot\/(\d{1,5})\/(main|sub)\.jpg$/.exec(url);
    const camera = this.#context.camera(Number((soap ?? snapshot)?.[1]));
    if (!camera) {
      response.writeHead(404).end();
      return;
    }
    if (!camera.plugged) {
      request.socket.destroy();
      return;
    }
    const off = camera.on('unplugged', () => request.socket.destroy());
    response.once('close', off);
    if (soap && request.method === 'POST') await this.#answerSoap(camera, soap[2]!, request, response);
    else if (snapshot && request.method === 'GET')
      await this.#answerSnapshot(camera, snapshot[2] as StreamName, request, response);
    else response.writeHead(405).end();
  }

  async #answerSoap(
    camera: Camera,
    service: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const text = await readBody(request);
    if (text === null) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const send = (status: number, xml: string) => {
      response.writeHead(status, {
        'content-type': 'application/soap+xml; charset=utf-8',
        'content-length': Buffer.byteLength(xml),
      });
      response.end(xml);
    };
    try {
      send(200, envelope(this.#call(camera, service, text, request.socket.localAddress ?? '')));
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      send(error.party === 'Sender' ? 400 : 500, error.toXml());
    }
  }

  #call(camera: Camera, service: string, text: string, localAddress: string): string {
    const soap = readEnvelope(text);
    if (!soap) throw faults.malformed();
    const handlers = service === 'ptz' && !camera.head ? {} : services[service]!;
    if (!Object.hasOwn(handlers, soap.action)) throw faults.unknownAction(soap.action.slice(0, 80));
    if (!(service === 'device' && withoutAuth.has(soap.action))) {
      const fault = this.#context.security.check(soap.header, camera.number, camera.deviceEpochMs());
      if (fault) throw fault;
    }
    return handlers[soap.action]!({
      camera,
      body: soap.body,
      addresses: this.#context.addresses(localAddress),
    });
  }

  async #answerSnapshot(
    camera: Camera,
    stream: StreamName,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const auth = this.#context.auth.check('GET', request.headers.authorization);
    if (auth !== 'ok') {
      response
        .writeHead(401, { 'www-authenticate': this.#context.auth.challenges(auth === 'stale', false) })
        .end();
      return;
    }
    const jpeg = await camera.snapshot(stream);
    response.writeHead(200, {
      'content-type': 'image/jpeg',
      'content-length': jpeg.length,
      'cache-control': 'no-store',
    });
    response.end(jpeg);
  }
}

/** Null when the body is longer than any request this device understands. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
