// Cameras named in the configuration by RTSP URL.
import { cameraIdOf, type FoundCamera, type FoundStream } from './found-camera.ts';

/** As the configuration gives it; the URLs are RTSP. */
export interface ManualCamera {
  readonly name?: string;
  readonly code?: string;
  readonly main: string;
  readonly sub?: string;
  readonly username?: string;
  readonly password?: string;
  readonly transport?: FoundCamera['transport'];
  readonly place?: { readonly lon: number; readonly lat: number; readonly headingDeg?: number };
}

export function manualCamera(camera: ManualCamera): FoundCamera {
  const urls = [new URL(camera.main), ...(camera.sub ? [new URL(camera.sub)] : [])];
  const main = urls[0]!;
  const username = camera.username ?? decodeURIComponent(main.username);
  const password = camera.password ?? decodeURIComponent(main.password);
  for (const url of urls) {
    url.username = '';
    url.password = '';
  }
  const streams: FoundStream[] = urls.map((url, i) => ({
    profile: i === 0 ? 'main' : 'sub',
    url,
    requestKeyFrame: null,
  }));
  return {
    report: {
      id: cameraIdOf(main.href),
      name: camera.name ?? `${main.host}${main.pathname}`.slice(0, 120),
      source: 'rtsp',
      address: main.hostname,
      manufacturer: null,
      model: null,
      firmware: null,
      serial: null,
      mac: null,
      ptz: false,
      code: camera.code ?? null,
      clockOffsetMs: null,
      streams: [],
      place: camera.place ? { ...camera.place, headingDeg: camera.place.headingDeg ?? null } : null,
    },
    streams,
    credentials: username ? { username, password } : null,
    transport: camera.transport ?? 'auto',
    snapshotUrl: null,
    failure: null,
  };
}
