// What agents say, taken to the features that it concerns. An agent speaks for its own cameras only.
import type { MapFeed } from '../mapfeed/map-feed.ts';
import type { Media } from '../media/media.ts';
import type { PlateSetups } from '../passages/plate-setups.ts';
import type { LatestPlateStats } from '../passages/plate-stats.ts';
import type { Registry } from '../registry/registry.ts';
import type { EdgeLink } from './edge-link.ts';
import type { PushSetups } from './push-setups.ts';

export function deliver(
  { events }: EdgeLink,
  to: {
    readonly registry: Registry;
    readonly media: Media;
    readonly mapFeed: MapFeed;
    readonly plateStats: LatestPlateStats;
  },
): void {
  const { registry, media, mapFeed, plateStats } = to;
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
  events.on('feedUnit', (agentId, unit) => mapFeed.handleUnit(agentId, unit));
  events.on('feedEnded', (agentId, cameraId, reason) => mapFeed.handleFeedEnded(agentId, cameraId, reason));
  events.on('greeted', agentId => mapFeed.handleAgent(agentId));
  events.on('gone', agentId => mapFeed.handleAgent(agentId));
  events.on('plateStats', (agentId, stats) => {
    if (registry.isOf(agentId, stats.cameraId)) plateStats.handleStats(stats);
  });
}

/** Each agent learns how plates are read at its cameras: when it comes, when one is new, when one is changed. */
export function pushSetups(
  { events }: EdgeLink,
  push: PushSetups,
  from: { readonly registry: Registry; readonly setups: PlateSetups },
): void {
  const owners = new Map<string, string>();
  events.on('greeted', (agentId, cameraIds) => {
    push.handleGreeted(agentId, new Set([...from.registry.idsOf(agentId), ...cameraIds]));
  });
  events.on('camera', (agentId, { id }) => push.handleCamera(agentId, id));
  events.on('gone', agentId => push.handleGone(agentId));
  from.registry.events.on('camera', ({ id, agentId }) => {
    if (owners.get(id) === agentId) return;
    owners.set(id, agentId);
    push.handleChanged(id);
  });
  from.setups.events.on('changed', cameraId => push.handleChanged(cameraId));
}
