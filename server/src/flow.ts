// Who hands what to whom. Features know nothing of each other; everything that passes between them
// passes here.
import type { Hello, HlsStreamRef, Published, PublishRequest } from '@brightwall/protocol/edge-messages';
import type { EdgeLink } from './edge-link/edge-link.ts';
import type { WallSocket } from './live/wall-socket.ts';
import type { Media } from './media/media.ts';
import type { EdgePort } from './media/ports.ts';
import type { Registry } from './registry/registry.ts';

/** The edge as media/ sees it: the registry says whose a camera is, the link asks that agent. */
export function edgePort(registry: Registry, edgeLink: () => EdgeLink): EdgePort {
  return {
    async publish(request: PublishRequest): Promise<Published> {
      return edgeLink().publish(registry.agentOf(request.cameraId), request);
    },
    async unpublish(cameraId: string, publishId: string): Promise<void> {
      await edgeLink().unpublish(registry.agentOf(cameraId), publishId);
    },
    async startHls(ref: HlsStreamRef): Promise<void> {
      await edgeLink().startHls(registry.agentOf(ref.cameraId), ref);
    },
    async stopHls(ref: HlsStreamRef): Promise<void> {
      await edgeLink().stopHls(registry.agentOf(ref.cameraId), ref);
    },
  };
}

export function acceptHello(registry: Registry): (agentId: string, hello: Hello) => number {
  return (agentId, hello) => registry.handleHello(agentId, hello.name, hello.cameras);
}

export function connect(parts: {
  readonly edgeLink: EdgeLink;
  readonly registry: Registry;
  readonly media: Media;
  readonly wall: WallSocket;
}): void {
  const { edgeLink, registry, media, wall } = parts;

  edgeLink.events.on('camera', (agentId, report) => registry.handleCamera(agentId, report));
  edgeLink.events.on('state', (agentId, change) =>
    registry.handleState(agentId, change.cameraId, change.state),
  );
  edgeLink.events.on('thumbnail', (agentId, cameraId, takenMs, jpeg) =>
    registry.handleThumbnail(agentId, cameraId, takenMs, jpeg),
  );
  edgeLink.events.on('gone', agentId => registry.handleAgentGone(agentId));
  edgeLink.events.on('stats', (_agentId, stats) => wall.handleStreamStats(stats));
  edgeLink.events.on('publishEnded', (_agentId, publishId, reason) =>
    media.handlePublishEnded(publishId, reason),
  );
  edgeLink.events.on('hlsInit', (_agentId, init, data) => media.hls.handleInit(init, data));
  edgeLink.events.on('hlsPart', (_agentId, part, data) => media.hls.handlePart(part, data));
  edgeLink.events.on('hlsEnded', (_agentId, ref, reason) => media.hls.handleEnded(ref, reason));

  registry.events.on('camera', camera => wall.handleCamera(camera));
  registry.events.on('cameraState', (cameraId, state) => {
    if (state.kind === 'agent-offline') media.handleCameraOffline(cameraId);
    wall.handleCameraState(cameraId, state);
  });
  registry.events.on('thumbnailTaken', (cameraId, takenMs) => wall.handleThumbnailTaken(cameraId, takenMs));
}
