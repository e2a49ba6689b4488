// Edge agents whose cameras stand on paper only: they sign in to the core as agents do and say what thousands of
// cameras are. What a page makes of a city full of cameras is seen with these.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CameraReport, CameraState } from '@brightwall/protocol/camera';
import { edgeProtocolVersion, type PassageDelivery } from '@brightwall/protocol/edge-messages';
import type { Reply } from '@brightwall/protocol/errors';
import { io, type Socket } from 'socket.io-client';
import type { PaperPictures } from './paper-pictures.ts';

/** An agent says so many in one greeting at most (protocol/edge-messages.ts). */
const perAgent = 256;

interface Place {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
}

/** The demo city's folder, as set-up made it. */
export const demoCity = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'brightwall', 'city', 'v2');

/** Where its cameras stand. */
export const demoPlaces = (): Place[] =>
  JSON.parse(readFileSync(join(demoCity(), 'places.json'), 'utf8')) as Place[];

export const paperId = (n: number): string =>
  createHash('sha256').update(`paper-${n}`).digest('hex').slice(0, 16);

/** Camera n (from 1) of the city, live unless `change` says otherwise. */
export function paperCamera(
  n: number,
  place: Place | null,
  change: Partial<CameraReport> = {},
): CameraReport {
  const ptz = n % 5 === 0;
  return {
    id: paperId(n),
    name: place?.name ?? `图上没有的摄像机 ${n}`,
    source: 'onvif',
    address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    manufacturer: 'Paper',
    model: ptz ? 'P-PTZ' : 'P-IPC',
    firmware: null,
    serial: `P${n}`,
    mac: null,
    ptz,
    code: `3399000000${ptz ? 131 : 132}2${String(n).padStart(6, '0')}`,
    clockOffsetMs: 0,
    streams: [],
    place: place && { lon: place.lon, lat: place.lat, headingDeg: place.headingDeg },
    state: { kind: 'live', sinceMs: Date.now() },
    ...change,
  };
}

export interface PaperAgents {
  /** Tells the core of a new state of these cameras, all at once. */
  tell(cameraIds: readonly string[], kind: CameraState['kind']): void;
  /** Resolves when the core has stored it. */
  bring(delivery: PassageDelivery): Promise<void>;
  close(): void;
}

/**
 * Resolves when every agent has been welcomed. Agents come back by themselves when the core does. `pictures`: what
 * these cameras show; without, they show nothing.
 */
export async function connectPaperAgents(
  system: { readonly url: string; readonly data: string },
  cameras: readonly CameraReport[],
  pictures?: PaperPictures,
): Promise<PaperAgents> {
  const token = readFileSync(join(system.data, 'agent-token'), 'utf8').trim();
  const owner = new Map<string, Socket>();
  const sockets: Socket[] = [];
  for (let from = 0; from < cameras.length; from += perAgent) {
    const own = cameras.slice(from, from + perAgent);
    const agentId = `paper-${own[0]!.serial}`;
    const socket = io(`${system.url}/edge`, {
      transports: ['websocket'],
      forceNew: true,
      auth: { agentId, token },
    });
    sockets.push(socket);
    pictures?.serve(socket);
    for (const camera of own) owner.set(camera.id, socket);
    const welcomed = new Promise<void>(resolve => {
      socket.on('connect', async () => {
        await socket.emitWithAck('hello', { version: edgeProtocolVersion, name: agentId, cameras: own });
        resolve();
      });
    });
    await welcomed;
  }
  return {
    tell(cameraIds, kind) {
      for (const cameraId of cameraIds)
        owner.get(cameraId)?.emit('state', { cameraId, state: { kind, sinceMs: Date.now() } });
    },
    async bring(delivery) {
      const reply: Reply<null> = await owner.get(delivery.passage.cameraId)!.emitWithAck('passage', delivery);
      if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.detail ?? ''}`);
    },
    close() {
      for (const socket of sockets) socket.disconnect();
    },
  };
}
