// Cameras named in the configuration by RTSP URL.
import type { ManualCamera } from '../config.ts';
import { cameraIdOf, type FoundCamera, type FoundStream } from './found-camera.ts';

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
      clockOffsetMs: null,
      streams: [],
      place: camera.place ? { ...camera.place, headingDeg: camera.place.headingDeg ?? null } : null,
    },
    streams,
    credentials: username ? { username, password } : null,
    transport: camera.transport ?? 'auto',
    failure: null,
  };
}
