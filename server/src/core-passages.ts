// Everything about passages: storing them, watching for plates, deleting what is old, and looking at those that were.
import { join } from 'node:path';
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import { NextCameraForecast } from './alerts/next/forecast.ts';
import { groupHits } from './alerts/repeats.ts';
import { WatchAlerts } from './alerts/watch-alerts.ts';
import { WatchList } from './alerts/watch-list.ts';
import { Looks } from './audit/looks.ts';
import { Roads } from './basemap/roads.ts';
import type { Config } from './config.ts';
import { startPark } from './core-park.ts';
import { camerasByName, entryLooks } from './flow.ts';
import { addAnalysisRoutes } from './http/analysis-routes.ts';
import type { App } from './http/app-type.ts';
import { addImportRoutes } from './http/import-routes.ts';
import { addNextCamerasRoutes } from './http/next-cameras-routes.ts';
import { addParkRoutes } from './http/park-routes.ts';
import { addPurposeRoutes } from './http/purpose-routes.ts';
import { addReadPictureRoutes } from './http/read-picture-routes.ts';
import { addSavedRoutes } from './http/saved-routes.ts';
import { addSearchRoutes } from './http/search-routes.ts';
import { addTrackRoutes } from './http/track-routes.ts';
import { addWatchRoutes } from './http/watch-routes.ts';
import { Analyses } from './passages/analysis/analyses.ts';
import { alongRoads } from './passages/analysis/distances.ts';
import { greatCircle } from './passages/analysis/great-circle.ts';
import { impossibleLeap } from './passages/analysis/impossible-leap.ts';
import { PassageImports } from './passages/import/passage-imports.ts';
import { Passages } from './passages/passages.ts';
import type { PassageQuery, PictureAgentsPort } from './passages/ports.ts';
import { firstKeptMs } from './passages/retention.ts';
import { SavedResults } from './passages/saved/saved-results.ts';
import { takeSnapshot } from './passages/saved/take-snapshot.ts';
import { PassageSearch } from './passages/search/passage-search.ts';
import { PictureReader } from './passages/search/picture-reader.ts';
import { VehicleTrack } from './passages/track/vehicle-track.ts';
import type { Registry } from './registry/registry.ts';
import { AnalysisStore } from './store/analysis/analysis-store.ts';
import type { Database } from './store/database.ts';
import { NextCameraStore } from './store/next-cameras.ts';
import { PassageHistory } from './store/passage-history.ts';
import { PassageImportStore } from './store/passage-imports.ts';
import { PassageRetention } from './store/passage-retention.ts';
import { bothAlongside, PassageStore } from './store/passages.ts';
import { PictureBucket } from './store/picture-bucket.ts';
import { PictureFiles } from './store/picture-files.ts';
import { PurposeStore } from './store/purposes.ts';
import { SavedStore } from './store/saved-results.ts';
import { WatchAlertStore } from './store/watch-alerts.ts';
import { WatchEntryStore } from './store/watch-entries.ts';
import { hitsAlongside } from './store/watch-hits.ts';

export interface PassageSurroundings {
  readonly config: Config;
  readonly db: Database;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logOf: (
    part: string,
  ) => (level: 'debug' | 'info' | 'warn' | 'error', text: string, facts?: object) => void;
  /** What is to be closed, the last first. */
  readonly ends: (() => Promise<void> | void)[];
  /** The map is a user's own, of whose roads nothing is known. */
  readonly isOwnMap: boolean;
}

export type PassageParts = Awaited<ReturnType<typeof startPassages>>;

/** Ready to store when it resolves. */
export async function startPassages({
  config,
  db,
  registry,
  clock,
  logOf,
  ends,
  isOwnMap,
}: PassageSurroundings) {
  const looks = new Looks({ purposes: new PurposeStore(db), clock });
  const history = new PassageHistory(db);
  const roads = new Roads({
    dir: config.map.dir,
    isOwnMap,
    onError: error => logOf('basemap')('error', 'the road graph could not be read', { error: String(error) }),
  });
  const cameras = { place: (id: string) => registry.place(id) };
  const watchList = new WatchList({
    entries: new WatchEntryStore(db),
    looks,
    placeOf: cameras.place,
    clock,
  });
  const watchAlerts = new WatchAlerts({
    alerts: new WatchAlertStore(db),
    tracks: new VehicleTrack({ store: history, looks: entryLooks(clock), roads, cameras }),
    clock,
  });
  const forecast = new NextCameraForecast({
    ...{ roads, clock, alerts: new WatchAlertStore(db), steps: new NextCameraStore(db) },
    passagesOf: ({ plate, kind, ...span }, look) => history.search(passagesOf(plate, kind, span), look),
    placeOf: cameras.place,
  });
  ends.push(() => {
    watchList.close();
    watchAlerts.close();
  });
  await watchList.load();
  const park = await startPark({
    ...{ db, looks, registry, clock, ends, log: logOf('park') },
    firstKeptMs: () => firstKeptMs(clock.epochMs(), config.passages.retentionDays),
    tellAlerts: news => watchAlerts.handleNews(news),
  });

  const passageRows = new PassageStore(
    db,
    impossibleLeap(greatCircle(cameras.place)),
    bothAlongside(
      park.alongside,
      hitsAlongside({
        hits: passages => [...watchList.hits(passages), ...park.hits(passages)],
        group: groupHits,
        epochMs: () => clock.epochMs(),
        tell: news => watchAlerts.handleNews(news),
      }),
    ),
  );
  const stopDays = new AbortController();
  const daysDone = supervise(signal => passageRows.run(signal, clock), {
    clock,
    backoff: { firstMs: 1_000, capMs: 300_000, factor: 2, jitter: 0.3, healthyMs: 60_000 },
    signal: stopDays.signal,
    onEnded: ({ error }) =>
      logOf('store')('error', "a day's table could not be made", { error: String(error) }),
  });
  ends.push(() => {
    stopDays.abort();
    return daysDone;
  });
  const pictures = await picturesOf(config, clock, logOf('store'));
  ends.push(() => pictures.close());
  const { retentionDays } = config.passages;
  const passages = new Passages({
    passages: passageRows,
    pictures,
    retentionDays,
    clock,
    log: logOf('passages'),
  });
  ends.push(() => passages.close());
  await passages.load();
  const retention = new PassageRetention(db, {
    pictures,
    firstKeptMs: () => passages.firstKeptMs(),
    onSwept: swept => logOf('store')('info', 'old passages were deleted', swept),
  });
  const stopSweeping = new AbortController();
  const sweepingDone = supervise(signal => retention.run(signal, clock), {
    clock,
    backoff: { firstMs: 60_000, capMs: 3_600_000, factor: 2, jitter: 0.3, healthyMs: 600_000 },
    signal: stopSweeping.signal,
    onEnded: ({ error }) =>
      logOf('store')('error', 'old passages could not be deleted', { error: String(error) }),
  });
  ends.push(() => {
    stopSweeping.abort();
    return sweepingDone;
  });
  const imports = new PassageImports({
    take: told => passages.takeTold(told),
    store: new PassageImportStore(db),
    cameras: () => camerasByName(registry),
    firstKeptMs: () => passages.firstKeptMs(),
    clock,
    log: logOf('imports'),
  });
  ends.push(() => imports.close());
  return {
    db,
    clock,
    looks,
    history,
    roads,
    watchList,
    watchAlerts,
    park,
    forecast,
    pictures,
    passages,
    imports,
  };
}

export function addPassageRoutes(
  app: App,
  { db, clock, looks, history, roads, watchList, watchAlerts, forecast, park, imports }: PassageParts,
  others: { readonly registry: Registry; readonly pictureAgents: PictureAgentsPort },
): void {
  const cameras = { place: (id: string) => others.registry.place(id) };
  addPurposeRoutes(app, { looks });
  const search = new PassageSearch({ store: history, looks });
  const tracks = new VehicleTrack({ store: history, looks, roads, cameras });
  const distances = alongRoads({ roads, cameras });
  const analyses = new Analyses({ store: new AnalysisStore(db), looks, distances });
  addSearchRoutes(app, { search });
  addReadPictureRoutes(app, { pictures: new PictureReader(others.pictureAgents) });
  addTrackRoutes(app, { tracks });
  addImportRoutes(app, { imports });
  addAnalysisRoutes(app, { analyses });
  addSavedRoutes(app, {
    saved: new SavedResults({
      ...{ store: new SavedStore(db), looks, clock },
      take: takeSnapshot({ search, tracks, analyses }),
    }),
  });
  addWatchRoutes(app, { list: watchList, alerts: watchAlerts });
  addParkRoutes(app, park);
  addNextCamerasRoutes(app, { forecast });
}

/** Every passage of one vehicle within a time. */
function passagesOf(
  plate: string,
  kind: string,
  span: { fromMs: number; toMs: number; limit: number },
): PassageQuery {
  const any = { cameraIds: [], colours: [], directions: [], after: null };
  return { plates: { whole: [plate], like: [] }, kinds: [kind], ...span, ...any };
}

/** In the bucket that is configured, else in the data folder. */
async function picturesOf(
  { pictures: { s3 }, s3Keys, data }: Config,
  clock: Clock,
  log: (level: 'info' | 'error', text: string, facts?: object) => void,
): Promise<PictureFiles | PictureBucket> {
  if (!s3 || !s3Keys) return new PictureFiles(join(data, 'pictures'));
  const onState = (available: boolean, why: string) =>
    available
      ? log('info', 'the storage of pictures answers again')
      : log('error', 'the storage of pictures does not answer: passages wait at the edge', { why });
  const bucket = new PictureBucket({ ...s3, keys: s3Keys, onState, clock });
  await bucket.open();
  return bucket;
}
