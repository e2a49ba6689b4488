// The placed cameras as the two vertex attributes the graphics card reads, eight numbers each.
import type { LocalFrame } from './geo.ts';
import type { PlacedCamera } from './placement.ts';
import { toneIndex } from './tone.ts';

export interface CameraInstances {
  /** Camera id of the n-th instance. */
  ids: string[];
  count: number;
  /** x, y in local metres; heading in radians clockwise from north; 1 if the heading is known, else 0. */
  place: Float32Array;
  /** Half of the field of view in radians, range in metres, index of the state's tone, 0. */
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
  const ids: string[] = [];
  placed.forEach(({ camera, place: at }, i) => {
    const [x, y] = frame.toLocal(at);
    const o = i * 4;
    place[o] = x;
    place[o + 1] = y;
    place[o + 2] = ((at.headingDeg ?? 0) * Math.PI) / 180;
    place[o + 3] = at.headingDeg === null ? 0 : 1;
    look[o] = clamp((camera.fieldOfViewDeg * Math.PI) / 360, 0.01, maxHalfViewRad);
    look[o + 1] = clamp(camera.rangeM, 1, maxDrawnRangeM);
    look[o + 2] = toneIndex(camera.state.kind);
    look[o + 3] = 0;
    ids.push(camera.id);
  });
  return { ids, count: placed.length, place, look };
}
