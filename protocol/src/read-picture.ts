// 以图查车: the plates of a photograph that somebody brings, read by an agent's models. The photograph is not kept.
import { type Static, Type } from 'typebox';
import { Point } from './passage.ts';
import { PlateColour, PlateKind, PlateReading } from './plate.ts';

export const maxReadPictureBytes = 10_000_000;
const mostPlates = 20;

export const PicturePlate = Type.Object({
  reading: PlateReading,
  colour: PlateColour,
  kind: PlateKind,
  /** Of the plate itself, parts of the upright picture: top left, top right, bottom right, bottom left. */
  corners: Type.Tuple([Point, Point, Point, Point]),
});
export type PicturePlate = Static<typeof PicturePlate>;

export const PicturePlates = Type.Object({
  /** The largest first. */
  plates: Type.Array(PicturePlate, { maxItems: mostPlates }),
  /** Plates that were found and could not be read. */
  unreadable: Type.Integer({ minimum: 0 }),
});
export type PicturePlates = Static<typeof PicturePlates>;
