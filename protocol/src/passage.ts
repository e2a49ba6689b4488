// 过车记录: one vehicle passed one camera once.
import { type Static, Type } from 'typebox';
import { CameraId, StreamProfile } from './camera.ts';
import { PlateColour, PlateKind, PlateNumber, PlateReading } from './plate.ts';

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

const Direction = Type.Union([Type.Literal('toward'), Type.Literal('away'), Type.Literal('unknown')]);
/** Name of the lane the plate was in; null without drawn lanes, or where nobody said. */
const Lane = Type.Union([Type.String({ maxLength: 32 }), Type.Null()]);

/** Seen by one of our own edge agents, with pictures. */
export const SeenPassage = Type.Object({
  /** UUIDv7, made at the edge; a passage sent twice is stored once. */
  id: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' }),
  cameraId: CameraId,
  /** When the scene was taken: the camera's sender report where there is one, on the edge's clock. */
  passedMs: EpochMs,
  firstSeenMs: EpochMs,
  lastSeenMs: EpochMs,
  /** Core's clock minus edge's, as the edge measured it last; null before the first measurement. */
  edgeClockOffsetMs: Type.Union([Type.Number(), Type.Null()]),
  direction: Direction,
  lane: Lane,
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
export type SeenPassage = Static<typeof SeenPassage>;

/** Name of another system, as a person wrote it. */
export const SystemName = Type.String({ minLength: 1, maxLength: 64, pattern: '^\\P{Cc}+$' });
export type SystemName = Static<typeof SystemName>;

/** A number that another system gives: it says nothing of single characters, and not always how sure it is. */
export const ToldReading = Type.Object({
  text: PlateNumber,
  confidence: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
  characters: Type.Null(),
  runnerUp: Type.Null(),
});
export type ToldReading = Static<typeof ToldReading>;

/** Told by another system: its word alone. We saw nothing of it, so there is nothing that could be shown. */
export const ToldPassage = Type.Object({
  /** UUIDv8 over what the other system says, so that the same line told twice is one passage. */
  id: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' }),
  system: SystemName,
  cameraId: CameraId,
  /** By the other system's clock, which nobody compared with ours. */
  passedMs: EpochMs,
  firstSeenMs: Type.Null(),
  lastSeenMs: Type.Null(),
  edgeClockOffsetMs: Type.Null(),
  direction: Direction,
  lane: Lane,
  /** Null: the other system had no whole number. */
  reading: Type.Union([ToldReading, Type.Null()]),
  colour: PlateColour,
  kind: PlateKind,
  rows: Type.Null(),
  corners: Type.Null(),
  plateWidthPx: Type.Null(),
  vehicle: Type.Null(),
  framesRead: Type.Null(),
  profile: Type.Null(),
  pictures: Type.Null(),
});
export type ToldPassage = Static<typeof ToldPassage>;

/** Told apart by `pictures`: null of one that another system told. */
export const Passage = Type.Union([SeenPassage, ToldPassage]);
export type Passage = Static<typeof Passage>;

/** When it passed by the core's clock, which all cameras share; by the edge's where the two were never compared. */
export function passedByCoreMs({
  passedMs,
  edgeClockOffsetMs,
}: Pick<Passage, 'passedMs' | 'edgeClockOffsetMs'>): number {
  return passedMs + (edgeClockOffsetMs ?? 0);
}
