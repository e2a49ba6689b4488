// The form's fields from a camera, and the smallest patch from the fields. Pure.
import type { Camera, CameraPatch } from '@brightwall/protocol/camera';

export interface CameraFields {
  name: string;
  /** Empty where there is none. */
  code: string;
  lon: number | null;
  lat: number | null;
  headingDeg: number | null;
  fieldOfViewDeg: number;
  rangeM: number;
}

export function fieldsOf(camera: Camera): CameraFields {
  return {
    name: camera.name,
    code: camera.code ?? '',
    lon: camera.place?.lon ?? null,
    lat: camera.place?.lat ?? null,
    headingDeg: tenth(camera.place?.headingDeg ?? null),
    fieldOfViewDeg: camera.fieldOfViewDeg,
    rangeM: camera.rangeM,
  };
}

/** 185.89999999999998 is arithmetic, not a heading anybody measured. */
const tenth = (degrees: number | null) => (degrees === null ? null : Math.round(degrees * 10) / 10);

/** Whether anything stands in the form that is not the camera's, be it valid or not. */
export function isChanged(camera: Camera, fields: CameraFields): boolean {
  const before = fieldsOf(camera);
  return (Object.keys(before) as (keyof CameraFields)[]).some(
    key => (fields[key] ?? null) !== (before[key] ?? null),
  );
}

/** Only what differs. A place needs both coordinates; half a place changes nothing. */
export function patchOf(camera: Camera, fields: CameraFields): CameraPatch {
  const patch: CameraPatch = {};
  const name = fields.name?.trim();
  if (name && name !== camera.name) patch.name = name;
  const code = fields.code?.trim() ?? '';
  if (code !== (camera.code ?? '')) patch.code = code || null;
  const { lon, lat } = fields;
  const headingDeg = fields.headingDeg ?? null;
  const before = fieldsOf(camera);
  if (
    typeof lon === 'number' &&
    typeof lat === 'number' &&
    (before.lon !== lon || before.lat !== lat || before.headingDeg !== headingDeg)
  ) {
    patch.place = { lon, lat, headingDeg };
  }
  if (fields.fieldOfViewDeg && fields.fieldOfViewDeg !== camera.fieldOfViewDeg) {
    patch.fieldOfViewDeg = fields.fieldOfViewDeg;
  }
  if (fields.rangeM && fields.rangeM !== camera.rangeM) patch.rangeM = fields.rangeM;
  return patch;
}
