// What a camera says it is. The maker is invented; the shape of every value is a real one's.
import { createHash } from 'node:crypto';
import type { Camera } from '../camera.ts';

export const manufacturer = 'Brightwall Simulator';
export const firmware = 'V1.0.0 build 261123';

export function modelOf(camera: Camera): string {
  return camera.head ? 'BS-PTZ2' : camera.codec === 'h265' ? 'BS-IPC2-H265' : 'BS-IPC2';
}

export function serialOf(camera: Camera): string {
  return `BS2026${String(camera.number).padStart(8, '0')}`;
}

/** Locally administered (02:…), camera number in the last three bytes. */
export function macOf(camera: Camera): string {
  const bytes = [
    0x02,
    0x42,
    0x57,
    (camera.number >> 16) & 255,
    (camera.number >> 8) & 255,
    camera.number & 255,
  ];
  return bytes.map(b => b.toString(16).padStart(2, '0')).join(':');
}

/** The same on every start, so that a device found again is the device known. */
export function endpointOf(camera: Camera): string {
  const h = createHash('sha256').update(serialOf(camera)).digest('hex');
  return `urn:uuid:${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/**
 * 国标编码: a place in 示范市 (3399 is assigned to no city), 00 社会治安路面, 132 网络摄像机, network 2, serial
 * number; installers write it into a scope of the device, and so does this one.
 */
export function codeOf(camera: Camera): string {
  return `3399000000${camera.head ? '131' : '132'}2${String(camera.number).padStart(6, '0')}`;
}

export function scopesOf(camera: Camera): string[] {
  const scope = (path: string) => `onvif://www.onvif.org/${path}`;
  return [
    scope('type/Network_Video_Transmitter'),
    scope('type/video_encoder'),
    ...(camera.head ? [scope('type/ptz')] : []),
    scope('Profile/Streaming'),
    scope(`name/${encodeURIComponent(camera.place.name)}`),
    scope(`hardware/${modelOf(camera)}`),
    scope(`gb28181/${codeOf(camera)}`),
    scope(`location/${encodeURIComponent(camera.place.nameEn)}`),
  ];
}

/** Addresses as a client reaches them. */
export interface Addresses {
  readonly host: string;
  readonly httpPort: number;
  readonly rtspPort: number;
}

export function serviceUrl(a: Addresses, camera: Camera, service: 'device' | 'media' | 'ptz'): string {
  return `http://${a.host}:${a.httpPort}/onvif/${camera.number}/${service}_service`;
}

export function streamUrl(a: Addresses, camera: Camera, stream: 'main' | 'sub'): string {
  return `rtsp://${a.host}:${a.rtspPort}/cam/${camera.number}/${stream}`;
}

export function snapshotUrl(a: Addresses, camera: Camera, stream: 'main' | 'sub'): string {
  return `http://${a.host}:${a.httpPort}/snapshot/${camera.number}/${stream}.jpg`;
}
