// A camera's place while an installer sets it right: nothing leaves the page until it is saved.
import type { Camera, CameraPatch, CameraPlace } from '@brightwall/protocol/camera';
import { ahead, type LonLat, normalHeading } from '../geo.ts';
import { type Bounds, placementOf } from './placement.ts';

export interface Draft {
  cameraId: string;
  place: CameraPlace;
  fieldOfViewDeg: number;
  rangeM: number;
}

/** Starts from what is known of the camera; `at` where it is put for the first time. */
export function draftOf(camera: Camera, at: LonLat | null): Draft {
  const heading = camera.place?.headingDeg ?? null;
  const known = heading !== null && Number.isFinite(heading) ? normalHeading(heading) : null;
  const where = at ?? (camera.place as LonLat);
  return {
    cameraId: camera.id,
    place: { lon: round7(where.lon), lat: round7(where.lat), headingDeg: known ?? (at ? 0 : null) },
    fieldOfViewDeg: camera.fieldOfViewDeg,
    rangeM: camera.rangeM,
  };
}

/** A centimetre on the ground; more digits are noise. */
const round7 = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export const movedTo = (draft: Draft, at: LonLat): Draft => ({
  ...draft,
  place: { ...draft.place, lon: round7(at.lon), lat: round7(at.lat) },
});

export const turnedTo = (draft: Draft, headingDeg: number): Draft => ({
  ...draft,
  place: { ...draft.place, headingDeg: normalHeading(headingDeg) },
});

/** Arrow keys move by a metre, with Shift by ten; Q and E turn by five degrees, with Shift by one. Null for other keys. */
export function nudged(draft: Draft, key: string, shift: boolean): Draft | null {
  const north: Record<string, number> = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 };
  const way = north[key];
  if (way !== undefined) return movedTo(draft, ahead(draft.place, way, shift ? 10 : 1));
  const turn = ({ q: -1, e: 1 } as Record<string, number>)[key.toLowerCase()];
  if (turn === undefined) return null;
  return turnedTo(draft, (draft.place.headingDeg ?? 0) + turn * (shift ? 1 : 5));
}

/** Where the handle that turns the camera stands: at the far end of what it looks over. */
export const turnHandleAt = (draft: Draft): LonLat =>
  ahead(draft.place, draft.place.headingDeg ?? 0, Math.min(90, Math.max(24, draft.rangeM)));

export const canSave = (draft: Draft, bounds: Bounds): boolean =>
  placementOf(draft.place, bounds).kind === 'placed' &&
  draft.fieldOfViewDeg > 0 &&
  draft.fieldOfViewDeg <= 360 &&
  draft.rangeM > 0 &&
  draft.rangeM <= 5000;

/** Only what differs from the camera as it is. */
export function patchOf(draft: Draft, camera: Camera): CameraPatch {
  const patch: CameraPatch = {};
  const { place } = camera;
  if (
    place?.lon !== draft.place.lon ||
    place.lat !== draft.place.lat ||
    place.headingDeg !== draft.place.headingDeg
  )
    patch.place = draft.place;
  if (camera.fieldOfViewDeg !== draft.fieldOfViewDeg) patch.fieldOfViewDeg = draft.fieldOfViewDeg;
  if (camera.rangeM !== draft.rangeM) patch.rangeM = draft.rangeM;
  return patch;
}

/** The camera as the draft has it, for drawing. */
export const withDraft = (camera: Camera, draft: Draft | null): Camera =>
  draft?.cameraId === camera.id
    ? { ...camera, place: draft.place, fieldOfViewDeg: draft.fieldOfViewDeg, rangeM: draft.rangeM }
    : camera;
