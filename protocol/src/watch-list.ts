// 布控: vehicles that somebody applied to be told of, with the approval of somebody else. REST bodies.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';
import { PlateColour, PlateKind } from './plate.ts';
import { PurposeId } from './purpose.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
export const WatchId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
// No control characters: the database takes no U+0000.
const Words = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\p{Cc}]*\\S[^\\p{Cc}]*$' });

const LonLat = Type.Tuple([
  Type.Number({ minimum: -180, maximum: 180 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);
/** An area as it was when it was applied for, of the administration or drawn: what was approved is what is watched. */
export const WatchArea = Type.Object(
  {
    name: Words(1, 120),
    /** Open; longitude and latitude, WGS-84 degrees. */
    ring: Type.Array(LonLat, { minItems: 3, maxItems: 20_000 }),
  },
  { additionalProperties: false },
);
export type WatchArea = Static<typeof WatchArea>;

const Minute = Type.Integer({ minimum: 0, maximum: 1440 });
/** By China's clock (UTC+8, no summer time). A window that ends before it begins goes over midnight and is of the day it began. */
export const WatchHours = Type.Object(
  {
    /** 0 Sunday … 6 Saturday; empty: every day. */
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { maxItems: 7 }),
    fromMinute: Minute,
    /** Not included. */
    toMinute: Minute,
  },
  { additionalProperties: false },
);
export type WatchHours = Static<typeof WatchHours>;

/** An entry is for a year at most: then somebody thinks about it again. */
export const longestWatchMs = 366 * 86_400_000;
/** A wildcard knows this many characters at least, else it is a search of the whole city. */
export const fewestKnown = 3;
export const mostWatchCameras = 1000;
export const mostWatchAreas = 8;

const terms = {
  /** A number, or with `?` for one character and `*` for any number of them. */
  plate: Type.String({ minLength: 1, maxLength: 24 }),
  /** Also a number that differs in one character of its misread family (0/D/Q, 8/B, 1/T, 2/Z, 5/S). Not with wildcards. */
  tolerant: Type.Boolean(),
  /** Empty: any. */
  kinds: Type.Array(PlateKind, { maxItems: 16 }),
  colours: Type.Array(PlateColour, { maxItems: 8 }),
  /** Cameras and areas: at one of these, in one of those; both empty: everywhere. */
  cameraIds: Type.Array(CameraId, { maxItems: mostWatchCameras }),
  areas: Type.Array(WatchArea, { maxItems: mostWatchAreas }),
  /** Null: at any hour. */
  hours: Type.Union([WatchHours, Type.Null()]),
  fromMs: EpochMs,
  /** Not included. */
  untilMs: EpochMs,
  reason: Words(4, 200),
};

export const NewWatchEntry = Type.Object({ purposeId: PurposeId, ...terms }, { additionalProperties: false });
export type NewWatchEntry = Static<typeof NewWatchEntry>;

/** active: approved; still watched while its withdrawal waits. Whether it has expired says untilMs. */
export const WatchState = Type.Union([
  Type.Literal('applied'),
  Type.Literal('refused'),
  Type.Literal('active'),
  Type.Literal('withdrawal-applied'),
  Type.Literal('withdrawn'),
]);
export type WatchState = Static<typeof WatchState>;

export const WatchStepKind = Type.Union([
  Type.Literal('apply'),
  Type.Literal('approve'),
  Type.Literal('refuse'),
  Type.Literal('apply-withdrawal'),
  Type.Literal('approve-withdrawal'),
  Type.Literal('refuse-withdrawal'),
]);
export type WatchStepKind = Static<typeof WatchStepKind>;

/** From each state, which steps lead where. */
export const watchSteps: Record<WatchState, Partial<Record<WatchStepKind, WatchState>>> = {
  applied: { approve: 'active', refuse: 'refused' },
  refused: {},
  active: { 'apply-withdrawal': 'withdrawal-applied' },
  'withdrawal-applied': { 'approve-withdrawal': 'withdrawn', 'refuse-withdrawal': 'active' },
  withdrawn: {},
};
/** Steps that only somebody else than who asked may take. */
export const watchDecisions: ReadonlySet<WatchStepKind> = new Set<WatchStepKind>([
  'approve',
  'refuse',
  'approve-withdrawal',
  'refuse-withdrawal',
]);

const stepOf = <Kind extends ReturnType<typeof Type.Union>>(kind: Kind) =>
  Type.Object({ kind, username: Type.String(), atMs: EpochMs, note: Type.String() });

export const WatchStep = stepOf(WatchStepKind);
export type WatchStep = Static<typeof WatchStep>;

export const WatchEntry = Type.Object({
  id: WatchId,
  ...terms,
  caseNumber: Type.String(),
  unit: Type.String(),
  state: WatchState,
  /** Oldest first. */
  steps: Type.Array(WatchStep),
});
export type WatchEntry = Static<typeof WatchEntry>;

/** Who waits for a decision, what is watched, what ends within a day, and what is over. */
export const WatchGroup = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('active'),
  Type.Literal('expiring'),
  Type.Literal('ended'),
]);
export type WatchGroup = Static<typeof WatchGroup>;
export const expiringWithinMs = 86_400_000;

export const WatchEntries = Type.Object({
  /** Newest first. */
  entries: Type.Array(WatchEntry),
  counts: Type.Record(WatchGroup, Type.Integer()),
  /** The last one's id, where there are more. */
  next: Type.Union([WatchId, Type.Null()]),
});
export type WatchEntries = Static<typeof WatchEntries>;

export const TakeWatchStep = Type.Object(
  {
    kind: Type.Exclude(WatchStepKind, Type.Literal('apply')),
    note: Type.Union([Words(1, 500), Type.Literal('')]),
  },
  { additionalProperties: false },
);
export type TakeWatchStep = Static<typeof TakeWatchStep>;
