// Every small picture and small stream that pages show on the map: looked after once, sent to all who look.
import type { Clock } from '@brightwall/kit/clock';
import type { FeedUnitMessage, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { Atlas } from './atlas.ts';
import { AtlasGroups } from './atlas-groups.ts';
import { LiveFeeds } from './live-feeds.ts';
import type { MapAgentsPort, MapCamerasPort, ViewerOutput } from './ports.ts';
import { type DemandChange, ThumbnailDemand } from './thumbnail-demand.ts';
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
    this.#demand = new ThumbnailDemand(cameras, agents, clock, change => this.#handleDemand(change));
    this.#atlas = new Atlas({ groups: this.#groups, cameras, clock, onError });
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
    if (this.#groups.pageOf(cameraId) !== null)
      this.#handleGroups(this.#groups.put(cameraId, this.#cameras.place(cameraId)));
  }

  handleThumbnail(cameraId: string): void {
    const page = this.#groups.pageOf(cameraId);
    if (page !== null) this.#atlas.handleThumbnail(page, cameraId);
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

  #handleDemand({ wanted, unwanted }: DemandChange): void {
    const groups = this.#groups;
    this.#handleGroups([
      ...unwanted.flatMap(id => groups.remove(id)),
      ...wanted.flatMap(id => groups.put(id, this.#cameras.place(id))),
      ...groups.settle(),
    ]);
    this.#atlas.handleUnwanted(unwanted);
  }

  #handleGroups(changed: readonly number[]): void {
    const pages = new Set(changed);
    if (pages.size === 0) return;
    for (const page of pages) this.#atlas.handleGroup(page);
    for (const viewer of this.#viewers) viewer.handleGroups(pages);
  }

  close(): void {
    for (const viewer of [...this.#viewers]) this.leave(viewer);
    this.#demand.close();
    this.#feeds.close();
    this.#atlas.close();
  }
}
