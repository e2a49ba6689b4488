// What agents say, taken to the features that it concerns. An agent speaks for its own cameras only.
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
  events.on('hlsInit', (agentId, init, data) => {
    if (registry.isOf(agentId, init.cameraId)) media.hls.handleInit(init, data);
  });
  events.on('hlsPart', (agentId, part, data) => {
    if (registry.isOf(agentId, part.cameraId)) media.hls.handlePart(part, data);
  });
  events.on('hlsEnded', (agentId, ref, reason) => {
    if (registry.isOf(agentId, ref.cameraId)) media.hls.handleEnded(ref, reason);
  });
}
