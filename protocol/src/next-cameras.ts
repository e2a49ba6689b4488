// 下一卡口: where the vehicle of an alert may be read next, by the roads and by where others went. REST body.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** A vehicle that was not read again within this time has stopped, or went where no camera reads. */
export const nextWithinMs = 30 * 60_000;
/** Told of one alert: as many as anybody watches at once. */
export const mostNextCameras = 8;

export const NextCamera = Type.Object({
  cameraId: CameraId,
  /** That it is the next to read the vehicle. */
  share: Share,
  /** By road; null where no road is known. */
  metres: Type.Union([Type.Number(), Type.Null()]),
  /** WGS-84, from camera to camera; straight where no road is known, empty where a camera has no place. */
  line: Type.Array(Type.Tuple([Type.Number(), Type.Number()])),
  /** Of the vehicles counted, those that were read there next. */
  seen: Type.Integer({ minimum: 0 }),
  /** Earliest, likeliest, latest, by the core's clock: of ten, eight come between the outer two. */
  arrival: Type.Union([Type.Tuple([EpochMs, EpochMs, EpochMs]), Type.Null()]),
});
export type NextCamera = Static<typeof NextCamera>;

export const NextCameras = Type.Object({
  /** Where it passed last, and when. */
  cameraId: CameraId,
  passedMs: EpochMs,
  /** The camera that read it before; null where none did within half an hour. */
  cameFrom: Type.Union([CameraId, Type.Null()]),
  /** Likeliest first. */
  cameras: Type.Array(NextCamera, { maxItems: mostNextCameras }),
  /** That it stops, or is read somewhere else: what the shares leave of one. */
  elsewhere: Share,
  /** Vehicles that passed here lately and were counted. */
  counted: Type.Integer({ minimum: 0 }),
  hasRoads: Type.Boolean(),
  /** The core's clock as it answers: a page counts down by it, whatever its own clock says. */
  nowMs: EpochMs,
});
export type NextCameras = Static<typeof NextCameras>;
