// The wiring: cameras, and the four ports through which the world meets them.
import { networkInterfaces } from 'node:os';
import { type Clock, systemClock } from '@brightwall/kit/clock';
import { HttpAuth } from './auth/http-auth.ts';
import { Camera } from './camera.ts';
import type { SimulatorConfig } from './config.ts';
import { LoopStore } from './content/load.ts';
import { ControlServer } from './control/server.ts';
import { DiscoveryResponder } from './discovery/responder.ts';
import { type Addresses, serviceUrl, streamUrl } from './onvif/facts.ts';
import { OnvifServer } from './onvif/server.ts';
import { WsSecurity } from './onvif/ws-security.ts';
import { gridPlace, type Place } from './places.ts';
import { RtspServer } from './rtsp/server.ts';
import { Scheduler } from './scheduler.ts';

export interface ReadyFacts {
  readonly rtspPort: number;
  readonly httpPort: number;
  readonly controlPort: number;
  readonly discoveryPort: number;
  /** By segment; the first is discoveryPort. */
  readonly discoveryPorts: readonly number[];
  readonly username: string;
  readonly password: string;
  readonly cameras: readonly CameraFacts[];
}

export interface CameraFacts {
  readonly id: string;
  readonly name: string;
  readonly rtspMain: string;
  readonly rtspSub: string;
  readonly xaddr: string;
  readonly codec: string;
  readonly ptz: boolean;
}

export interface Simulator {
  readonly facts: ReadyFacts;
  camera(n: number): Camera;
  close(): Promise<void>;
}

/** Serves; content must be there already (content/build.ts). */
export async function startSimulator(
  config: SimulatorConfig,
  places: readonly Place[],
  clock: Clock = systemClock,
): Promise<Simulator> {
  const scheduler = new Scheduler(clock);
  const store = new LoopStore(config.content, config.seed);
  const cameras = Array.from(
    { length: config.cameras },
    (_, i) =>
      new Camera(i + 1, places[i] ?? gridPlace(i + 1), store, scheduler, ringFramesFor(config.cameras)),
  );
  const byNumber = (n: number) => cameras[n - 1];
  const credentials = { username: config.username, password: config.password };
  const auth = new HttpAuth('Brightwall Simulator', credentials, () => clock.epochMs());
  const advertised = config.host === '0.0.0.0' ? firstAddress() : config.host;
  const rtsp = new RtspServer({ clock, auth, camera: byNumber });
  const onvif: OnvifServer = new OnvifServer({
    auth,
    security: new WsSecurity(credentials),
    camera: byNumber,
    // Behind several interfaces a client is given the address it came in by.
    addresses: local => addressesAt(config.host === '0.0.0.0' ? local.replace(/^::ffff:/, '') : config.host),
  });
  const addressesAt = (host: string): Addresses => ({ host, httpPort: onvif.port, rtspPort: rtsp.port });
  const segments = Array.from(
    { length: config.segments },
    (_, segment) =>
      new DiscoveryResponder({
        clock,
        cameras: cameras.filter((_, i) => i % config.segments === segment),
        xaddr: camera => serviceUrl(addressesAt(advertised), camera, 'device'),
      }),
  );
  const describe = (camera: Camera): CameraFacts => ({
    id: camera.id,
    name: camera.place.name,
    rtspMain: streamUrl(addressesAt(advertised), camera, 'main'),
    rtspSub: streamUrl(addressesAt(advertised), camera, 'sub'),
    xaddr: serviceUrl(addressesAt(advertised), camera, 'device'),
    codec: camera.codec,
    ptz: camera.head !== null,
  });
  const control = new ControlServer({
    camera: id => byNumber(Number(/^(?:sim-)?(\d+)$/.exec(id)?.[1])),
    cameras: () => cameras,
    describe,
    stats: () => ({ ...rtsp.stats(), rssBytes: process.memoryUsage.rss(), cpuUs: process.cpuUsage() }),
  });
  const close = async () => {
    for (const segment of segments) segment.close();
    await Promise.all([control.close(), onvif.close(), rtsp.close()]);
    scheduler.close();
  };
  try {
    await rtsp.listen(config.host, config.rtspPort);
    await onvif.listen(config.host, config.httpPort);
    await control.listen(config.host, config.controlPort);
    // Port 0 gives each a free one.
    for (const [i, segment] of segments.entries())
      await segment.listen(config.discoveryPort && config.discoveryPort + i);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return {
    facts: {
      rtspPort: rtsp.port,
      httpPort: onvif.port,
      controlPort: control.port,
      discoveryPort: segments[0]!.port,
      discoveryPorts: segments.map(segment => segment.port),
      ...credentials,
      cameras: cameras.map(describe),
    },
    camera: n => byNumber(n)!,
    close,
  };
}

/** Frames remembered a stream: 40 s of main for tests; few when thousands of cameras would add up. */
function ringFramesFor(cameras: number): number {
  return Math.max(50, Math.min(1000, Math.floor(200_000 / cameras)));
}

function firstAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  return all.find(a => a.family === 'IPv4' && !a.internal)?.address ?? '127.0.0.1';
}
