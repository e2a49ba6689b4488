// 轨迹: where one vehicle (number and kind) passed, joined along the roads. REST bodies.
import { type Static, Type } from 'typebox';
import { Passage } from './passage.ts';
import { PlateKind, PlateNumber } from './plate.ts';
import { PurposeId } from './purpose.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });

export const TrackSearch = Type.Object(
  {
    purposeId: PurposeId,
    plate: PlateNumber,
    kind: PlateKind,
    fromMs: EpochMs,
    /** Not included. */
    toMs: EpochMs,
  },
  { additionalProperties: false },
);
export type TrackSearch = Static<typeof TrackSearch>;

/** From one passage to the next of a trip. */
export const TrackLeg = Type.Object({
  /** WGS-84; straight where no road is known; empty where a camera has no place. */
  line: Type.Array(Type.Tuple([Type.Number(), Type.Number()])),
  /** The shortest way by road; null where none is known. */
  metres: Type.Union([Type.Number(), Type.Null()]),
  /** On average at least: who went another way went farther. Null with metres, and for two passages of one moment. */
  atLeastKmh: Type.Union([Type.Number(), Type.Null()]),
  /** Which way was taken nobody knows: no road leads there, or it took far longer than the way needs. */
  isUnseen: Type.Boolean(),
});
export type TrackLeg = Static<typeof TrackLeg>;

export const TrackTrip = Type.Object({
  /** Of its first passage among all. */
  first: Type.Integer(),
  /** One fewer than it has passages. */
  legs: Type.Array(TrackLeg),
});
export type TrackTrip = Static<typeof TrackTrip>;

export const Track = Type.Object({
  /** Oldest first. */
  passages: Type.Array(Passage),
  trips: Type.Array(TrackTrip),
  /** There were older ones in the time asked for. */
  isCut: Type.Boolean(),
  hasRoads: Type.Boolean(),
});
export type Track = Static<typeof Track>;

/** Faster than this by the shortest road no vehicle goes in a city (domain: 套牌, > 180 km/h). */
export const impossibleKmh = 180;
