// 过车记录: one vehicle passed one camera once.
import { type Static, Type } from 'typebox';
import { CameraId, StreamProfile } from './camera.ts';
import { PlateColour, PlateKind, PlateReading } from './plate.ts';

/** The last moment a Date can say (ECMA-262 §21.4.1.1). */
const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
/** Part of the picture's width or height. */
const Part = Type.Number({ minimum: 0, maximum: 1 });

export const Point = Type.Tuple([Part, Part]);
export type Point = Static<typeof Point>;

/** Left, top, right, bottom as parts of the picture. */
export const Box = Type.Tuple([Part, Part, Part, Part]);
export type Box = Static<typeof Box>;

/** Name of a picture: SHA-256 of its JPEG, in hex. */
export const PictureHash = Type.String({ pattern: '^[0-9a-f]{64}$' });
export type PictureHash = Static<typeof PictureHash>;

export const PassagePictures = Type.Object({
  /** The whole picture, privacy masks blackened. */
  scene: PictureHash,
  vehicle: PictureHash,
  plate: PictureHash,
});
export type PassagePictures = Static<typeof PassagePictures>;

/** The largest JPEG of a passage. */
export const maxPictureBytes = 1_000_000;

export const Passage = Type.Object({
  /** UUIDv7, made at the edge; a passage sent twice is stored once. */
  id: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' }),
  cameraId: CameraId,
  /** When the scene was taken: the camera's sender report where there is one, on the edge's clock. */
  passedMs: EpochMs,
  firstSeenMs: EpochMs,
  lastSeenMs: EpochMs,
  /** Core's clock minus edge's, as the edge measured it last; null before the first measurement. */
  edgeClockOffsetMs: Type.Union([Type.Number(), Type.Null()]),
  direction: Type.Union([Type.Literal('toward'), Type.Literal('away'), Type.Literal('unknown')]),
  /** Name of the lane the plate was in; null without drawn lanes. */
  lane: Type.Union([Type.String({ maxLength: 32 }), Type.Null()]),
  /** Null: a plate was seen, and none of its readings could be trusted. */
  reading: Type.Union([PlateReading, Type.Null()]),
  colour: PlateColour,
  kind: PlateKind,
  rows: Type.Union([Type.Literal(1), Type.Literal(2)]),
  /** Corners of the plate in the scene: top left, top right, bottom right, bottom left of the plate itself. */
  corners: Type.Tuple([Point, Point, Point, Point]),
  /** Of the plate in the stream it was read from. */
  plateWidthPx: Type.Number({ minimum: 0, maximum: 32768 }),
  vehicle: Box,
  /** How many frames of this vehicle were read. */
  framesRead: Type.Integer({ minimum: 0, maximum: 100_000 }),
  profile: StreamProfile,
  pictures: PassagePictures,
});
export type Passage = Static<typeof Passage>;

/** When it passed by the core's clock, which all cameras share; by the edge's where the two were never compared. */
export function passedByCoreMs({ passedMs, edgeClockOffsetMs }: Passage): number {
  return passedMs + (edgeClockOffsetMs ?? 0);
}
