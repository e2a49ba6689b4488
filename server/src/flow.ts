// Who hands what to whom among the features, which know nothing of each other. What comes from agents
// enters by edge-link/deliver.ts, what pages hear of leaves by live/follow.ts.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import type {
  HlsStreamRef,
  PassageDelivery,
  Published,
  PublishRequest,
} from '@brightwall/protocol/edge-messages';
import type { PicturePlates } from '@brightwall/protocol/read-picture';
import type { MapFeed } from './mapfeed/map-feed.ts';
import type { MapAgentsPort, MapCamerasPort } from './mapfeed/ports.ts';
import type { Media } from './media/media.ts';
import type { EdgePort } from './media/ports.ts';
import type { Passages } from './passages/passages.ts';
import type { LatestPlateStats } from './passages/plate-stats.ts';
import type { LooksPort, PictureAgentsPort } from './passages/ports.ts';
import type { Registry } from './registry/registry.ts';

/** Agents by their id, as something that can be asked. */
export interface Agents {
  publish(agentId: string, request: PublishRequest): Promise<Published>;
  unpublish(agentId: string, publishId: string): Promise<void>;
  startHls(agentId: string, ref: HlsStreamRef): Promise<void>;
  stopHls(agentId: string, ref: HlsStreamRef): Promise<void>;
  watchPlates(agentId: string, request: { cameraId: string; on: boolean }): Promise<void>;
  wantThumbnails(agentId: string, cameraIds: string[]): Promise<void>;
  startFeed(agentId: string, cameraId: string): Promise<void>;
  stopFeed(agentId: string, cameraId: string): Promise<void>;
  readPicture(agentId: string, picture: Uint8Array): Promise<PicturePlates>;
}

/** The edge as media/ sees it: the registry says whose a camera is, that agent is asked. */
export function edgePort(registry: Registry, agents: () => Agents): EdgePort {
  return {
    publish: async request => agents().publish(registry.agentOf(request.cameraId), request),
    unpublish: async (cameraId, publishId) => agents().unpublish(registry.agentOf(cameraId), publishId),
    startHls: async ref => agents().startHls(registry.agentOf(ref.cameraId), ref),
    stopHls: async ref => agents().stopHls(registry.agentOf(ref.cameraId), ref),
  };
}

/** Passages as agents bring them: each for its own cameras. */
export function passageIntake(registry: Registry, passages: Passages) {
  return async (agentId: string, delivery: PassageDelivery): Promise<void> => {
    registry.assertOf(agentId, delivery.passage.cameraId);
    await passages.take(agentId, delivery);
  };
}

/** Our cameras by their id and by their 国标编码, as other systems name them. */
export function camerasByName(registry: Registry): Map<string, string> {
  const cameras = registry.camerasOf(registry.ids());
  const byCode = cameras.flatMap(({ id, code }): [string, string][] => (code ? [[code, id]] : []));
  return new Map([...byCode, ...cameras.map(({ id }): [string, string] => [id, id])]);
}

/** Looks under a purpose that was approved with an entry of the watch list, by whoever takes its alert on. */
export function entryLooks(clock: Clock): LooksPort {
  return {
    async entry(looker, look) {
      const atMs = clock.epochMs();
      return { ...looker, ...look, id: uuidV7(atMs), atMs };
    },
  };
}

/** Asks the agent that has the camera. */
export function watchPort(registry: Registry, agents: () => Agents) {
  return async (cameraId: string, on: boolean): Promise<void> =>
    agents().watchPlates(registry.agentOf(cameraId), { cameraId, on });
}

/** Agents that said how well they read plates, and whose models are there. */
export function pictureAgents(
  registry: Registry,
  stats: LatestPlateStats,
  agents: () => Agents,
): PictureAgentsPort {
  return {
    readers: () => {
      const able = stats.all().filter(({ state }) => state !== 'model-missing' && state !== 'model-damaged');
      return [...new Set(able.flatMap(({ cameraId }) => registry.connectedAgentOf(cameraId) ?? []))];
    },
    readPicture: async (agentId, picture) => agents().readPicture(agentId, picture),
  };
}

/** An agent that is gone sends no more: its streams end at once, not when they fall silent. */
export function connect({ registry, media }: { readonly registry: Registry; readonly media: Media }): void {
  registry.events.on('cameraState', (cameraId, state) => {
    if (state.kind === 'agent-offline') media.handleCameraOffline(cameraId);
  });
}

/** Cameras as the map's feed sees them. */
export function mapCameras(registry: Registry): MapCamerasPort {
  return {
    place: cameraId => registry.place(cameraId),
    agentOf: cameraId => registry.connectedAgentOf(cameraId),
    thumbnail: cameraId => registry.thumbnail(cameraId),
  };
}

export function mapAgents(agents: () => Agents): MapAgentsPort {
  return {
    wantThumbnails: async (agentId, cameraIds) => agents().wantThumbnails(agentId, cameraIds),
    startFeed: async (agentId, cameraId) => agents().startFeed(agentId, cameraId),
    stopFeed: async (agentId, cameraId) => agents().stopFeed(agentId, cameraId),
  };
}

/** The map shows cameras where they stand, and their newest pictures. */
export function connectMap({ events }: Registry, mapFeed: MapFeed): void {
  events.on('camera', ({ id }) => mapFeed.handleCamera(id));
  events.on('thumbnailTaken', cameraId => mapFeed.handleThumbnail(cameraId));
}
