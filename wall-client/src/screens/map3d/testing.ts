// Cameras and places for the map's tests.
import type { Camera, CameraPlace } from '@brightwall/protocol/camera';
import type { Bounds } from './placing/placement.ts';

export const centre = { lon: 120, lat: 30 };
export const bounds: Bounds = [119.97, 29.97, 120.03, 30.03];
export const at = (lon: number, lat: number, headingDeg: number | null = 0): CameraPlace => ({
  lon,
  lat,
  headingDeg,
});

/** A camera that answers, fixed, with the number in its id, name and address. */
export function camera(id: number, place: CameraPlace | null, more: Partial<Camera> = {}): Camera {
  return {
    id: id.toString(16).padStart(16, '0'),
    name: `人民路${id}号`,
    source: 'onvif',
    address: `192.168.1.${id}`,
    manufacturer: null,
    model: null,
    firmware: null,
    serial: null,
    mac: null,
    ptz: false,
    code: null,
    clockOffsetMs: null,
    streams: [],
    place,
    state: { kind: 'live', sinceMs: 0 },
    siteId: 's',
    agentId: 'a',
    fieldOfViewDeg: 60,
    rangeM: 80,
    thumbnailMs: null,
    ...more,
  };
}
export const placedAt = (id: number, place: CameraPlace) => ({ camera: camera(id, place), place });
