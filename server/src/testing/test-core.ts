// For tests: a whole core on free ports with a database of its own, and somebody to talk to it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@brightwall/kit/clock';
import type { CameraReport } from '@brightwall/protocol/camera';
import pino from 'pino';
import { io, type Socket } from 'socket.io-client';
import { parseConfig } from '../config.ts';
import { type Core, startCore } from '../core.ts';
import { tempFolder } from './temp-folder.ts';

export const edgeToken = 'a token of enough length';
export const newPassword = 'correct horse battery';

export interface TestCore {
  readonly core: Core;
  readonly folder: string;
  restart(): Promise<void>;
  call(
    method: string,
    path: string,
    options?: { body?: unknown; cookie?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Signs in, replacing the first password if need be; returns the cookie. */
  signIn(): Promise<string>;
  connect(namespace: '/edge' | '/wall', options: { auth?: object; headers?: Record<string, string> }): Socket;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  json(): never;
}

/** `yaml`: more settings, with `env` its environment. `mapYaml`: what stands in its map.yaml; `city`: what in its city.json. */
export async function startTestCore({
  trustProxy = false,
  tls = false,
  host = '127.0.0.1',
  yaml: more = '',
  env = {},
  mapYaml = '',
  city,
}: {
  trustProxy?: boolean;
  tls?: boolean;
  host?: string;
  yaml?: string;
  env?: NodeJS.ProcessEnv;
  mapYaml?: string;
  city?: object;
} = {}): Promise<TestCore> {
  const folder = tempFolder('core');
  mkdirSync(join(folder.path, 'wall', 'assets'), { recursive: true });
  mkdirSync(join(folder.path, 'map'));
  writeFileSync(join(folder.path, 'wall', 'index.html'), '<!doctype html><title>wall</title>');
  writeFileSync(join(folder.path, 'wall', 'assets', 'main-1234.js'), 'export {}');
  writeFileSync(join(folder.path, 'map', 'city.pmtiles'), 'PMTiles-0123456789');
  if (city) writeFileSync(join(folder.path, 'map', 'city.json'), JSON.stringify(city));
  writeFileSync(join(folder.path, 'map.yaml'), mapYaml);
  const yaml = `
    data: ./data
    http: { host: ${host}, port: 0, trustProxy: ${trustProxy}${tls ? ', tls: { port: 0 }' : ''} }
    media: { port: 0, workers: 1 }
    edge: { token: "${edgeToken}" }
    wall: { dir: ./wall }
    map: { dir: ./map, config: ./map.yaml }
    ${more}`;
  const config = parseConfig(yaml, folder.path, env);
  const logger = pino({ level: 'fatal' });
  let core = await startCore(config, logger, systemClock);
  let isChanged = false;
  const sockets = new Set<Socket>();

  const test: TestCore = {
    get core() {
      return core;
    },
    folder: folder.path,
    async restart() {
      for (const socket of sockets) socket.disconnect();
      await core.close();
      core = await startCore(config, logger, systemClock);
    },
    async call(method, path, { body, cookie, headers } = {}) {
      const response = await fetch(core.ready.url + path, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(cookie && { cookie }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return {
        status: response.status,
        headers: response.headers,
        body: bytes,
        json: () => JSON.parse(bytes.toString()) as never,
      };
    },
    async signIn() {
      const username = 'admin';
      const first = core.ready.firstRun?.password;
      const password = isChanged || !first ? newPassword : first;
      const answer = await test.call('POST', '/api/session', { body: { username, password } });
      const cookie = cookieOf(answer);
      if (isChanged) return cookie;
      isChanged = true;
      const body = { oldPassword: password, newPassword };
      return cookieOf(await test.call('POST', '/api/session/password', { body, cookie }));
    },
    connect(namespace, { auth, headers }) {
      const socket = io(core.ready.url + namespace, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ...(auth && { auth }),
        ...(headers && { extraHeaders: headers }),
      });
      sockets.add(socket);
      return socket;
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await core.close();
      folder.remove();
    },
  };
  return test;
}

export function cookieOf(answer: Answer): string {
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`no cookie: ${answer.status} ${answer.body.toString()}`);
  return cookie;
}

/** The arguments of the next event of this name. */
export function next<T>(socket: Socket, name: string): Promise<T> {
  return new Promise(done => socket.once(name, done));
}

export function report(id: string, change: Partial<CameraReport> = {}): CameraReport {
  return {
    id,
    name: `camera ${id[0]}`,
    source: 'onvif',
    address: '192.0.2.7:80',
    manufacturer: 'Brightwall',
    model: 'S1',
    firmware: '1.0',
    serial: id,
    mac: null,
    ptz: true,
    clockOffsetMs: 12.5,
    streams: [{ profile: 'main', codec: 'h264', codecName: 'H264', widthPx: 1280, heightPx: 720, fps: 25 }],
    place: { lon: 120, lat: 30, headingDeg: 90 },
    state: { kind: 'live', sinceMs: 1_800_000_000_000 },
    ...change,
  };
}
