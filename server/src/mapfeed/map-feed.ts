// Every small picture and small stream that pages show on the map: looked after once, sent to all who look.
import type { Clock } from '@brightwall/kit/clock';
import type { FeedUnitMessage, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { Atlas } from './atlas.ts';
import { AtlasGroups } from './atlas-groups.ts';
import { LiveFeeds } from './live-feeds.ts';
import type { MapAgentsPort, MapCamerasPort, ViewerOutput } from './ports.ts';
import { ThumbnailDemand } from './thumbnail-demand.ts';
import { Viewer } from './viewer.ts';

export interface MapFeedOptions {
  readonly cameras: MapCamerasPort;
  readonly agents: MapAgentsPort;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

export class MapFeed {
  readonly #cameras: MapCamerasPort;
  readonly #groups = new AtlasGroups();
  readonly #atlas: Atlas;
  readonly #feeds: LiveFeeds;
  readonly #demand: ThumbnailDemand;
  readonly #viewers = new Set<Viewer>();

  constructor({ cameras, agents, clock, onError }: MapFeedOptions) {
    this.#cameras = cameras;
    this.#demand = new ThumbnailDemand(cameras, agents, clock, id => this.#handleWanted(id));
    this.#atlas = new Atlas({
      groups: this.#groups,
      cameras,
      isWanted: id => this.#demand.isWanted(id),
      clock,
      onError,
    });
    this.#feeds = new LiveFeeds(cameras, agents, clock);
  }

  counts() {
    return {
      viewers: this.#viewers.size,
      atlasPages: this.#atlas.pages,
      atlasMade: this.#atlas.made,
      atlasPictures: this.#atlas.decoded,
      feeds: this.#feeds.count,
      dropped: [...this.#viewers].reduce((sum, { dropped }) => sum + dropped, 0),
    };
  }

  open(out: ViewerOutput): Viewer {
    const viewer = new Viewer(out, {
      groups: this.#groups,
      atlas: this.#atlas,
      feeds: this.#feeds,
      demand: this.#demand,
    });
    this.#viewers.add(viewer);
    return viewer;
  }

  leave(viewer: Viewer): void {
    viewer.close();
    this.#viewers.delete(viewer);
  }

  /** A camera is new, or stands elsewhere. */
  handleCamera(cameraId: string): void {
    const changed = this.#groups.put(cameraId, this.#cameras.place(cameraId));
    if (changed.length === 0) return;
    for (const page of changed) this.#atlas.handleChanged(page);
    for (const viewer of this.#viewers) viewer.handleGroups(changed);
  }

  handleThumbnail(cameraId: string): void {
    const page = this.#groups.pageOf(cameraId);
    if (page !== null) this.#atlas.handleChanged(page);
  }

  handleUnit(agentId: string, unit: FeedUnitMessage): void {
    this.#feeds.handleUnit(agentId, unit);
  }

  handleFeedEnded(agentId: string, cameraId: string, reason: StreamEndReason): void {
    this.#feeds.handleEnded(agentId, cameraId, reason);
  }

  /** It said hello, or is gone. */
  handleAgent(agentId: string): void {
    this.#demand.handleAgent(agentId);
    this.#feeds.handleAgent(agentId);
  }

  #handleWanted(cameraId: string): void {
    const page = this.#groups.pageOf(cameraId);
    if (page !== null) this.#atlas.handleWanted(page, cameraId);
  }

  close(): void {
    for (const viewer of [...this.#viewers]) this.leave(viewer);
    this.#demand.close();
    this.#feeds.close();
    this.#atlas.close();
  }
}
