// Every change of the features, told to the pages.
import type { WatchAlerts } from '../alerts/watch-alerts.ts';
import type { WatchList } from '../alerts/watch-list.ts';
import type { GateLog } from '../park/gate-log.ts';
import type { Gates } from '../park/gates.ts';
import type { ParkList } from '../park/park-list.ts';
import type { Stays } from '../park/stays.ts';
import type { Passages } from '../passages/passages.ts';
import type { LatestPlateStats } from '../passages/plate-stats.ts';
import type { Registry } from '../registry/registry.ts';
import type { WallSocket } from './wall-socket.ts';

export function follow(
  wall: WallSocket,
  features: {
    readonly registry: Registry;
    readonly passages: Passages;
    readonly plateStats: LatestPlateStats;
    readonly watchList: WatchList;
    readonly watchAlerts: WatchAlerts;
    readonly park: {
      readonly list: ParkList;
      readonly gates: Gates;
      readonly log: GateLog;
      readonly stays: Stays;
    };
  },
): void {
  const { events } = features.registry;
  events.on('camera', camera => wall.handleCamera(camera));
  events.on('cameraState', (cameraId, state) => wall.handleCameraState(cameraId, state));
  events.on('thumbnailTaken', (cameraId, takenMs) => wall.handleThumbnailTaken(cameraId, takenMs));
  features.passages.events.on('passed', passage => wall.handlePassage(passage));
  features.plateStats.events.on('changed', stats => wall.handlePlateStats(stats));
  features.watchList.events.on('changed', entry => wall.handleWatchEntry(entry));
  features.watchAlerts.events.on('news', news => wall.handleWatchAlert(news));
  const { list, gates, log, stays } = features.park;
  log.events.on('passed', event => wall.handleGateEvent(event));
  for (const part of [list, gates, stays]) part.events.on('changed', () => wall.handleParkChanged());
}
