// Cameras, passages and figures for tests.
import type { Camera } from '@brightwall/protocol/camera';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateStats } from '@brightwall/protocol/plate-setup';

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
    code: null,
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

const hash = (digit: string) => digit.repeat(64);

/** The n-th passed n seconds after the first. */
export function testPassage(n: number, change: Partial<SeenPassage> = {}): SeenPassage {
  const passedMs = Date.UTC(2026, 0, 1) + n * 1000;
  const text = `浙A${String(n).padStart(5, '0')}`;
  return {
    id: `0193b2f0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
    cameraId: cameraId(1),
    passedMs,
    firstSeenMs: passedMs - 800,
    lastSeenMs: passedMs + 400,
    edgeClockOffsetMs: 0,
    direction: 'toward',
    lane: null,
    reading: {
      text,
      confidence: 0.98,
      characters: [...text].map(character => ({ character, confidence: 0.99, alternatives: [] })),
      runnerUp: null,
    },
    colour: 'blue',
    kind: 'small',
    rows: 1,
    corners: [
      [0.4, 0.7],
      [0.5, 0.7],
      [0.5, 0.75],
      [0.4, 0.75],
    ],
    plateWidthPx: 110,
    vehicle: [0.3, 0.4, 0.6, 0.8],
    framesRead: 7,
    profile: 'main',
    pictures: { scene: hash('a'), vehicle: hash('b'), plate: hash('c') },
    ...change,
  };
}

export function testPlateStats(n: number, change: Partial<PlateStats> = {}): PlateStats {
  return {
    cameraId: cameraId(n),
    state: 'reading',
    profile: 'main',
    recentVehicles: 100,
    recentRead: 97,
    vehicles: 400,
    unreadable: 12,
    withoutPlate: 3,
    framesRead: 9000,
    framesSkipped: 0,
    plateWidthPx: 110,
    angleDeg: 3,
    sharpness: 0.7,
    advice: [],
    ...change,
  };
}
