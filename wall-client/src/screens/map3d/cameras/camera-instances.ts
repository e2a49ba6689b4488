// The placed cameras as the two vertex attributes the graphics card reads, eight numbers each.
import type { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { toneIndex } from './tone.ts';

export interface CameraInstances {
  /** Camera id of the n-th instance. */
  ids: string[];
  count: number;
  /** x, y in local metres; heading in radians clockwise from north; 1 if the heading is known, else 0. */
  place: Float32Array;
  /** Half of the field of view in radians, range in metres, index of the state's tone, 1 if there may be a picture of it. */
  look: Float32Array;
}

/** A wider field of view than this is drawn as a full circle's worth. */
const maxHalfViewRad = Math.PI;
/** Longer sight than this would paint the whole city. */
export const maxDrawnRangeM = 400;

const clamp = (value: number, low: number, high: number) =>
  Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : low;

/** Packs the cameras; `reuse` gives its arrays where they are large enough. */
export function packInstances(
  placed: readonly PlacedCamera[],
  frame: LocalFrame,
  reuse?: CameraInstances,
): CameraInstances {
  const needed = placed.length * 4;
  const fits = reuse !== undefined && reuse.place.length >= needed;
  // A quarter to spare: cameras that appear one by one must not allocate each time.
  const size = Math.ceil((placed.length * 1.25 + 16) / 16) * 64;
  const place = fits ? reuse.place : new Float32Array(size);
  const look = fits ? reuse.look : new Float32Array(size);
  const instances = { ids: [] as string[], count: placed.length, place, look };
  placed.forEach((one, i) => {
    packOne(instances, i, one, frame);
    instances.ids.push(one.camera.id);
  });
  return instances;
}

export interface Repacked {
  instances: CameraInstances;
  /** Instances from … to, the last not among them, are other than before. */
  from: number;
  to: number;
  /** Whether cameras came, went or stand elsewhere: false when only what they look like changed. */
  moved: boolean;
}

/**
 * Packs only the cameras that are others than `before`; all of them where the lists do not name the same cameras.
 * A hundred thousand of which one changed take a fraction of a millisecond.
 */
export function repackInstances(
  placed: readonly PlacedCamera[],
  before: readonly PlacedCamera[],
  frame: LocalFrame,
  instances: CameraInstances,
): Repacked {
  const all = () => ({
    instances: packInstances(placed, frame, instances),
    from: 0,
    to: placed.length,
    moved: true,
  });
  if (placed.length !== before.length || instances.count !== placed.length) return all();
  let [from, to, moved] = [placed.length, 0, false];
  for (let i = 0; i < placed.length; i += 1) {
    const one = placed[i] as PlacedCamera;
    const old = before[i] as PlacedCamera;
    if (one.camera === old.camera && one.place === old.place) continue;
    if (one.camera.id !== old.camera.id) return all();
    packOne(instances, i, one, frame);
    from = Math.min(from, i);
    to = i + 1;
    moved ||= one.place.lon !== old.place.lon || one.place.lat !== old.place.lat;
  }
  return { instances, from: Math.min(from, to), to, moved };
}

function packOne(
  { place, look }: CameraInstances,
  index: number,
  { camera, place: at }: PlacedCamera,
  frame: LocalFrame,
): void {
  const [x, y] = frame.toLocal(at);
  const o = index * 4;
  place[o] = x;
  place[o + 1] = y;
  place[o + 2] = ((at.headingDeg ?? 0) * Math.PI) / 180;
  place[o + 3] = at.headingDeg === null ? 0 : 1;
  look[o] = clamp((camera.fieldOfViewDeg * Math.PI) / 360, 0.01, maxHalfViewRad);
  look[o + 1] = clamp(camera.rangeM, 1, maxDrawnRangeM);
  look[o + 2] = toneIndex(camera.state.kind);
  look[o + 3] = camera.state.kind === 'live' || camera.thumbnailMs !== null ? 1 : 0;
}
