// Makes the parts and gives each what it declared to need; in the order they depend on one another.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@brightwall/kit/clock';
import type { Logger } from 'pino';
import { Access } from './access/access.ts';
import { Sessions } from './access/sessions.ts';
import { BaseMap } from './basemap/base-map.ts';
import { RasterTiles } from './basemap/raster-tiles.ts';
import type { Config } from './config.ts';
import { addPassageRoutes, startPassages } from './core-passages.ts';
import { deliver, pushSetups } from './edge-link/deliver.ts';
import { EdgeLink } from './edge-link/edge-link.ts';
import { PushSetups } from './edge-link/push-setups.ts';
import {
  connect,
  connectMap,
  edgePort,
  mapAgents,
  mapCameras,
  passageIntake,
  pictureAgents,
  watchPort,
} from './flow.ts';
import { createApp } from './http/app.ts';
import { addBaseMapRoutes } from './http/base-map-routes.ts';
import { addCalibrationRoutes } from './http/calibration-routes.ts';
import { addDocs } from './http/docs-routes.ts';
import { addFileRoutes } from './http/file-routes.ts';
import { cookieName } from './http/guard.ts';
import { addHealthRoutes } from './http/health-routes.ts';
import { addHlsRoutes } from './http/hls-routes.ts';
import { addPictureRoutes } from './http/picture-routes.ts';
import { addPlateRoutes } from './http/plate-routes.ts';
import { addRegistryRoutes } from './http/registry-routes.ts';
import { addSessionRoutes } from './http/session-routes.ts';
import { createSocketServer } from './http/socket-server.ts';
import { type Secure, secure } from './http/tls/secure.ts';
import { addUserRoutes } from './http/user-routes.ts';
import { addWebSocket } from './http/web-socket.ts';
import { follow } from './live/follow.ts';
import { MapFeedSocket, maxMapMessageBytes } from './live/map-feed-socket.ts';
import { PlateWatch } from './live/plate-watch.ts';
import { WallSocket } from './live/wall-socket.ts';
import { loadMapConfig } from './map-config.ts';
import { MapFeed } from './mapfeed/map-feed.ts';
import { Media } from './media/media.ts';
import { PlateSetups } from './passages/plate-setups.ts';
import { LatestPlateStats } from './passages/plate-stats.ts';
import { Calibrations } from './registry/calibrations.ts';
import { Registry } from './registry/registry.ts';
import { AgentStore } from './store/agents.ts';
import { CalibrationStore } from './store/calibrations.ts';
import { CameraStore } from './store/cameras.ts';
import { openStore } from './store/open.ts';
import { PlateSetupStore } from './store/plate-setups.ts';
import { SessionStore } from './store/sessions.ts';
import { SignInLog } from './store/sign-in-log.ts';
import { SiteStore } from './store/sites.ts';
import { UserStore } from './store/users.ts';

export interface Core {
  readonly ready: {
    /** On the plain port: for this machine, and for agents. */
    url: string;
    /** For the network; null without HTTPS. */
    secureUrl: string | null;
    firstRun: { username: string; password: string } | null;
    httpPort: number;
    mediaPorts: readonly number[];
  };
  close(): Promise<void>;
}

export async function startCore(config: Config, logger: Logger, clock: Clock = systemClock): Promise<Core> {
  const ends: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return { ready: await start(config, logger, clock, ends), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Config,
  logger: Logger,
  clock: Clock,
  ends: (() => Promise<void> | void)[],
): Promise<Core['ready']> {
  const logOf = (part: string) => {
    const child = logger.child({ part });
    return (level: 'debug' | 'info' | 'warn' | 'error', text: string, facts: object = {}) =>
      child[level](facts, text);
  };

  const { data: dataDir, database, site } = config;
  const store = await openStore({ dataDir, url: database.url, clock, log: logOf('store') });
  ends.push(() => store.close());

  const hours = 3_600_000;
  const policy = {
    absoluteMs: config.session.absoluteHours * hours,
    idleMs: config.session.idleHours * hours,
  };
  const sessions = new Sessions(new SessionStore(store.db), policy, clock);
  ends.push(() => sessions.close());
  const access = new Access({
    users: new UserStore(store.db),
    sessions,
    audit: new SignInLog(store.db),
    clock,
  });

  const registry = new Registry({
    sites: new SiteStore(store.db),
    agents: new AgentStore(store.db),
    cameras: new CameraStore(store.db),
    clock,
    defaultSiteId: site.id,
    onStoreError: error =>
      logOf('registry')('error', 'reports could not be stored', { error: String(error) }),
  });
  ends.push(() => registry.close());
  await registry.load(site);

  const mapSettings = loadMapConfig(config.map.config);
  const past = await startPassages({
    ...{ config, db: store.db, registry, clock, logOf, ends },
    isOwnMap: mapSettings.vector !== null,
  });
  const { passages, watchList, watchAlerts, park, pictures } = past;
  const plateSetups = new PlateSetups(new PlateSetupStore(store.db), clock);
  await plateSetups.load();
  const plateStats = new LatestPlateStats();

  const media = await Media.start({
    workers: config.media.workers || availableParallelism(),
    port: config.media.port,
    announcedAddresses: config.media.announcedAddresses,
    edgeHost: config.media.edgeHost ?? null,
    edgePorts: config.media.edgePorts,
    maxConsumersPerPage: config.media.maxConsumersPerPage,
    edge: edgePort(registry, () => edgeLink),
    clock,
    log: logOf('media'),
  });
  ends.push(() => media.close());

  const mapFeed = new MapFeed({
    cameras: mapCameras(registry),
    agents: mapAgents(() => edgeLink),
    clock,
    onError: error =>
      logOf('mapfeed')('error', 'a page of pictures could not be made', { error: String(error) }),
  });
  ends.push(() => mapFeed.close());
  for (const id of registry.ids()) mapFeed.handleCamera(id);

  const { host, port, tls, trustProxy } = config.http;
  const app = await createApp({
    access,
    logger: logger.child({ part: 'http' }),
    trustProxy,
    securePort: tls ? () => https!.port : null,
  });
  ends.push(() => app.close());
  const https: Secure | null = tls
    ? await secure(app, {
        host,
        tls,
        dataDir,
        clock,
        onError: error =>
          logOf('http')('error', 'the certificate could not be renewed', { error: String(error) }),
      })
    : null;
  const io = createSocketServer(app, trustProxy);
  const edgeLink = new EdgeLink({
    io,
    token: edgeToken(config),
    clock,
    acceptHello: (agentId, hello) => registry.handleHello(agentId, hello.name, hello.cameras),
    storePassage: passageIntake(registry, passages),
    log: logOf('edge-link'),
  });
  const push = new PushSetups({
    send: (agentId, change) => edgeLink.setPlateSetup(agentId, change),
    setup: (agentId, id) => (registry.isOf(agentId, id) ? plateSetups.setup(id) : plateSetups.off),
    clock,
    log: logOf('edge-link'),
  });
  const plateWatch = new PlateWatch(watchPort(registry, () => edgeLink));
  const tokenOf = (header: string | undefined) => (header ? app.parseCookie(header)[cookieName] : undefined);
  const wall = new WallSocket({
    io,
    access,
    tokenOf,
    cameras: registry,
    newestPassages: () => passages.newest(),
    plateStats: () => plateStats.all(),
    openWatchAlerts: () => watchAlerts.newestOpen(),
    plateWatch,
    openPage: () => media.openPage(),
    closePage: page => media.closePage(page),
    clock,
    log: logOf('live'),
  });
  const mapPages = new MapFeedSocket({ feed: mapFeed, access, tokenOf, clock });
  const closeMapSockets = addWebSocket(app, {
    path: '/api/map-feed',
    trustProxy,
    maxBytes: maxMapMessageBytes,
    clock,
    admit: cookie => mapPages.admit(cookie),
    take: (socket, who) => mapPages.take(socket, who),
  });
  ends.push(async () => {
    wall.close();
    mapPages.close();
    closeMapSockets();
    push.close();
    edgeLink.close();
    // A viewer's blocking reload would hold the server open until its part comes, and none comes any more.
    media.hls.close();
    await Promise.all([io.close(), app.close(), https?.close()]);
  });
  connect({ registry, media });
  connectMap(registry, mapFeed);
  deliver(edgeLink, { registry, media, mapFeed, plateStats });
  pushSetups(edgeLink, push, { registry, setups: plateSetups });
  follow(wall, { registry, passages, plateStats, watchList, watchAlerts, park });
  edgeLink.events.on('stats', (agentId, stats) => {
    if (registry.isOf(agentId, stats.cameraId)) wall.handleStreamStats(stats);
  });
  edgeLink.events.on('plateView', (agentId, view) => {
    if (registry.isOf(agentId, view.cameraId)) wall.handlePlateView(view);
  });
  registry.events.on('camera', camera => plateWatch.handleCamera(camera.id));
  edgeLink.events.on('greeted', agentId => {
    for (const id of plateWatch.watched()) if (registry.isOf(agentId, id)) plateWatch.handleForgotten(id);
  });

  await addDocs(app);
  addSessionRoutes(app, { access, absoluteMs: policy.absoluteMs });
  addUserRoutes(app, { access });
  addRegistryRoutes(app, { registry, discover: () => edgeLink.discover() });
  addPlateRoutes(app, { registry, setups: plateSetups });
  addCalibrationRoutes(app, {
    registry,
    calibrations: new Calibrations(new CalibrationStore(store.db), clock),
  });
  addBaseMapRoutes(app, {
    baseMap: new BaseMap(config.map.dir, mapSettings),
    rasterTiles: new RasterTiles({ ...mapSettings, folder: join(dataDir, 'map-cache'), clock }),
  });
  addPassageRoutes(app, past, {
    registry,
    pictureAgents: pictureAgents(registry, plateStats, () => edgeLink),
  });
  addPictureRoutes(app, { picture: hash => pictures.get(hash) });
  addHlsRoutes(app, { hls: media.hls, assertCamera: id => void registry.camera(id) });
  addHealthRoutes(app, {
    pingStore: () => store.ping(),
    gauges: () => {
      const counts = media.counts();
      const hls = media.hls.counts();
      const map = mapFeed.counts();
      return {
        media_workers: counts.workers,
        media_streams: counts.streams,
        media_consumers: counts.consumers,
        hls_streams: hls.streams,
        hls_bytes: hls.bytes,
        hls_parts_dropped: hls.dropped,
        wall_pages: wall.pages,
        map_viewers: map.viewers,
        map_atlas_pages: map.atlasPages,
        map_atlas_made: map.atlasMade,
        map_atlas_pictures: map.atlasPictures,
        map_feeds: map.feeds,
        map_units_dropped: map.dropped,
        agents_connected: edgeLink.connected().length,
        agent_messages_refused: edgeLink.refused,
        cameras: registry.size,
        passages_stored: passages.counts.stored,
        passages_duplicate: passages.counts.duplicates,
        passages_refused: passages.counts.refused,
        pictures_unavailable: pictures.available ? 0 : 1,
        watch_entries: watchList.watched,
      };
    },
  });
  addFileRoutes(app, { wallDir: config.wall.dir, mapDir: config.map.dir });

  await app.listen({ host, port });
  await https?.listen();
  const httpPort = (app.server.address() as { port: number }).port;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const firstRun = await access.firstRun();
  return {
    url: `http://${shownHost}:${httpPort}`,
    secureUrl: https?.url ?? null,
    firstRun,
    httpPort,
    mediaPorts: media.ports,
  };
}

/** From the configuration, else a file that is made once in the data folder. */
function edgeToken(config: Config): string {
  if (config.edge.token) return config.edge.token;
  const path = config.edge.tokenFile ?? join(config.data, 'edge-token');
  if (!existsSync(path)) {
    mkdirSync(config.data, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(path, 'utf8').trim();
}
