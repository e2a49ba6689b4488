// Which loops there are, and which camera shows which.

export type Codec = 'h264' | 'h265';
export type StreamName = 'main' | 'sub';

export interface LoopPlan {
  readonly id: string;
  readonly seconds: number;
  readonly codec: Codec;
  readonly night: boolean;
  /** What the street looks like; loops of one scene show the same buildings. */
  readonly sceneSeed: number;
  readonly yawDeg: number;
  /** Burnt in for people, e.g. "SIM-001". */
  readonly burntName: string;
  /** Burnt in for machines; 0 where many cameras share the loop. */
  readonly cameraNumber: number;
  readonly roadName: string;
  /** Vehicles compared with an ordinary street; 0: nobody drives. */
  readonly density: number;
  /** Of the sensor, in steps of luma; 0: a picture that stands still is still to the bit. */
  readonly noise: number;
}

/** usual: the loop the camera has of its own. quiet: 20 vehicles a minute, by day. empty: an empty road. */
export type Traffic = 'usual' | 'quiet' | 'empty';

/** Raised whenever loops drawn by an older version must not be used any more. */
export const contentVersion = 3;
export const ownLoopCameras = 16;
export const ptzCameras = 2;
export const streamShapes = {
  main: { width: 1280, height: 720, fps: 25 },
  sub: { width: 640, height: 360, fps: 15 },
} as const;

/** PTZ cameras look left, ahead, right: pan −1, 0, 1 of the ONVIF generic space are these yaws. */
export const panYawsDeg = [-17, 5, 24] as const;
const roadNames = ['人民路', '解放路', '中山路', '和平路', '建设路', '滨江路', '文一路', '学院路'];

/** Every 8th camera speaks H.265. */
export function codecOf(cameraNumber: number): Codec {
  return cameraNumber % 8 === 0 ? 'h265' : 'h264';
}

export function isPtz(cameraNumber: number): boolean {
  return cameraNumber <= ptzCameras;
}

/** The loop that camera n shows; `pan` 0, 1, 2 for PTZ cameras. */
export function loopIdOf(cameraNumber: number, pan: number, traffic: Traffic = 'usual'): string {
  if (traffic === 'quiet') return 'quiet-day';
  if (traffic === 'empty') return isNight(cameraNumber) ? 'empty-night' : 'empty-day';
  if (isPtz(cameraNumber)) return `own-${pad(cameraNumber)}-${['left', 'ahead', 'right'][pan]}`;
  if (cameraNumber <= ownLoopCameras) return `own-${pad(cameraNumber)}`;
  if (codecOf(cameraNumber) === 'h265') return 'day-1-h265';
  return ['day-1', 'night-1', 'day-2', 'night-2'][cameraNumber % 4]!;
}

function isNight(cameraNumber: number): boolean {
  return cameraNumber % 4 === 3;
}

/** The loops of quiet and empty roads, which any H.264 camera can be told to show. */
export const roadLoops = ['quiet-day', 'empty-day', 'empty-night'] as const;

/** All loops that cameras 1…`cameras` can show. */
export function loopsFor(cameras: number): string[] {
  const ids = new Set<string>(roadLoops);
  for (let n = 1; n <= cameras; n++) for (const pan of isPtz(n) ? [0, 1, 2] : [0]) ids.add(loopIdOf(n, pan));
  return [...ids];
}

export function planLoops(seed: number): LoopPlan[] {
  const plans: LoopPlan[] = [];
  for (let n = 1; n <= ownLoopCameras; n++) {
    const pans = isPtz(n) ? [0, 1, 2] : [null];
    for (const pan of pans)
      plans.push({
        id: loopIdOf(n, pan ?? 0),
        seconds: 10,
        codec: codecOf(n),
        night: isNight(n),
        sceneSeed: seed * 1000 + n,
        yawDeg: pan === null ? ((n * 7) % 15) - 6 : panYawsDeg[pan]!,
        burntName: `SIM-${String(n).padStart(3, '0')}`,
        cameraNumber: n,
        roadName: roadNames[(n - 1) % roadNames.length]!,
        density: 0.7 + ((n * 5) % 7) * 0.08,
        noise: noiseOf(isNight(n)),
      });
  }
  const shared = (id: string, sceneSeed: number, night: boolean, codec: Codec): LoopPlan => ({
    id,
    seconds: 20,
    codec,
    night,
    sceneSeed: seed * 1000 + sceneSeed,
    yawDeg: sceneSeed % 2 ? 6 : -5,
    burntName: id.toUpperCase(),
    cameraNumber: 0,
    roadName: roadNames[sceneSeed % roadNames.length]!,
    density: 0.9,
    noise: noiseOf(night),
  });
  const road = (id: (typeof roadLoops)[number], sceneSeed: number): LoopPlan => {
    const night = id.endsWith('night');
    const empty = id.startsWith('empty');
    return {
      ...shared(id, sceneSeed, night, 'h264'),
      seconds: empty ? 10 : 30,
      density: empty ? 0 : 0.32,
      // Even by day: a real sensor is never quite still, and an empty road must be told from it.
      noise: noiseOf(night) || 2,
    };
  };
  plans.push(
    shared('day-1', 101, false, 'h264'),
    shared('night-1', 102, true, 'h264'),
    shared('day-2', 104, false, 'h264'),
    shared('night-2', 105, true, 'h264'),
    shared('day-1-h265', 101, false, 'h265'),
    ...roadLoops.map((id, i) => road(id, 107 + i)),
  );
  return plans;
}

const noiseOf = (night: boolean) => (night ? 5 : 0);

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
