// What agents say, taken to the features that it concerns.
import type { Media } from '../media/media.ts';
import type { Registry } from '../registry/registry.ts';
import type { EdgeLink } from './edge-link.ts';

export function deliver(
  { events }: EdgeLink,
  to: { readonly registry: Registry; readonly media: Media },
): void {
  const { registry, media } = to;
  events.on('camera', (agentId, report) => registry.handleCamera(agentId, report));
  events.on('state', (agentId, change) => registry.handleState(agentId, change.cameraId, change.state));
  events.on('thumbnail', (agentId, cameraId, takenMs, jpeg) =>
    registry.handleThumbnail(agentId, cameraId, takenMs, jpeg),
  );
  events.on('gone', agentId => registry.handleAgentGone(agentId));
  events.on('publishEnded', (_agentId, publishId, reason) => media.handlePublishEnded(publishId, reason));
  events.on('hlsInit', (_agentId, init, data) => media.hls.handleInit(init, data));
  events.on('hlsPart', (_agentId, part, data) => media.hls.handlePart(part, data));
  events.on('hlsEnded', (_agentId, ref, reason) => media.hls.handleEnded(ref, reason));
}
