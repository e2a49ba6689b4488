// Cameras for tests.
import type { Camera } from '@brightwall/protocol/camera';

export const cameraId = (n: number) => n.toString(16).padStart(16, '0');

export function testCamera(n: number, change: Partial<Camera> = {}): Camera {
  return {
    id: cameraId(n),
    name: `路口 ${n}`,
    source: 'onvif',
    address: `10.0.0.${n}`,
    manufacturer: 'Brightwall',
    model: 'BW-1',
    firmware: null,
    serial: null,
    mac: null,
    ptz: false,
    clockOffsetMs: null,
    streams: [
      { profile: 'main', codec: 'h264', codecName: 'H264', widthPx: 1280, heightPx: 720, fps: 25 },
      { profile: 'sub', codec: 'h264', codecName: 'H264', widthPx: 640, heightPx: 360, fps: 15 },
    ],
    place: null,
    state: { kind: 'live', sinceMs: 0 },
    siteId: 'a',
    agentId: 'edge-1',
    fieldOfViewDeg: 70,
    rangeM: 60,
    thumbnailMs: null,
    ...change,
  };
}
