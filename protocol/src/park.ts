// 园区车辆: which vehicles a park lets in, what passes its gates, and who is inside. Of plates only: no field takes a
// person's name, telephone or identity number. REST bodies and news of the wall's socket.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';
import { PassagePictures } from './passage.ts';
import { BadLine } from './passage-import.ts';
import { PlateColour, PlateKind } from './plate.ts';
import { PurposeId } from './purpose.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
export const ParkId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});

/** Digits in a row that no note needs, and telephone and identity numbers have. */
export const mostDigits = 6;
/** No control characters, and no telephone or identity number. */
const Words = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: `^(?!.*\\d{${mostDigits + 1}})[^\\p{Cc}]*$` });

/** permitted 许可, visitor 访客, refused 禁入. */
export const ParkList = Type.Union([
  Type.Literal('permitted'),
  Type.Literal('visitor'),
  Type.Literal('refused'),
]);
export type ParkList = Static<typeof ParkList>;

/** A visit is for a year at most, as a watch is. */
export const longestVisitMs = 366 * 86_400_000;
/** Held in the core's memory, some 500 bytes each. */
export const mostParkVehicles = 100_000;

const entry = {
  plate: Type.String({ minLength: 1, maxLength: 24 }),
  /** unknown: any kind of plate with this number. */
  kind: PlateKind,
  list: ParkList,
  /** Both of a visitor, null of any other; until is not included. */
  fromMs: orNull(EpochMs),
  untilMs: orNull(EpochMs),
  note: Words(0, 60),
  /** 申请单位: the unit that asked. */
  host: Words(1, 60),
};

export const NewParkVehicle = Type.Object(
  { purposeId: PurposeId, ...entry },
  { additionalProperties: false },
);
export type NewParkVehicle = Static<typeof NewParkVehicle>;

export const ParkVehicle = Type.Object({
  id: ParkId,
  ...entry,
  addedBy: Type.String(),
  addedMs: EpochMs,
});
export type ParkVehicle = Static<typeof ParkVehicle>;

export const ParkVehicles = Type.Object({
  /** Newest first. */
  vehicles: Type.Array(ParkVehicle),
  counts: Type.Record(ParkList, Type.Integer()),
  /** The last one's id, where there are more. */
  next: orNull(ParkId),
});
export type ParkVehicles = Static<typeof ParkVehicles>;

/** Words of one who changes something: why stands in the purpose. */
export const ParkChange = Type.Object({ purposeId: PurposeId }, { additionalProperties: false });
export const ProlongVisit = Type.Object(
  { purposeId: PurposeId, untilMs: EpochMs },
  { additionalProperties: false },
);
export const LeftPark = Type.Object(
  { purposeId: PurposeId, plate: Type.String({ minLength: 1, maxLength: 24 }), kind: PlateKind },
  { additionalProperties: false },
);
export type LeftPark = Static<typeof LeftPark>;

/** A line of a list that is imported; the other columns are as those of a vehicle. */
export const ParkLine = Type.Object({
  plate: Type.String(),
  kind: Type.Optional(Type.String()),
  list: Type.String(),
  from: Type.Optional(Type.String()),
  until: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  host: Type.String(),
});

export const ParkImportReport = Type.Object({
  lines: Type.Integer(),
  added: Type.Integer(),
  /** On the list already, as the line says. */
  known: Type.Integer(),
  bad: Type.Integer(),
  /** The first thousand. */
  badLines: Type.Array(BadLine),
});
export type ParkImportReport = Static<typeof ParkImportReport>;

/** both: whoever comes toward the camera comes in, whoever goes away from it leaves. */
export const GateRole = Type.Union([Type.Literal('entry'), Type.Literal('exit'), Type.Literal('both')]);
export type GateRole = Static<typeof GateRole>;
export const Gate = Type.Object({ cameraId: CameraId, role: GateRole });
export type Gate = Static<typeof Gate>;
export const MarkGate = Type.Object(
  { purposeId: PurposeId, role: orNull(GateRole) },
  { additionalProperties: false },
);

/** How long a vehicle of each list may stay, whole hours; null: as long as it likes. A visitor's end counts besides. */
const Hours = orNull(Type.Integer({ minimum: 1, maximum: 8760 }));
export const StayLimits = Type.Object(
  { permitted: Hours, visitor: Hours, refused: Hours, unlisted: Hours },
  { additionalProperties: false },
);
export type StayLimits = Static<typeof StayLimits>;
export const SetLimits = Type.Object(
  { purposeId: PurposeId, limits: StayLimits },
  { additionalProperties: false },
);

export const GateWay = Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('unknown')]);
export type GateWay = Static<typeof GateWay>;

/**
 * What the list says of a passage. expired: a visitor outside of its time. near: not on the list as it was read, but a
 * known misread away from one that is, or of another kind of plate: a person has to look.
 */
export const GateVerdict = Type.Union([
  Type.Literal('permitted'),
  Type.Literal('visitor'),
  Type.Literal('expired'),
  Type.Literal('refused'),
  Type.Literal('near'),
  Type.Literal('unknown'),
  Type.Literal('unreadable'),
]);
export type GateVerdict = Static<typeof GateVerdict>;

/** What of the vehicle's entry is told with an event; as it was then. */
export const ListedAs = Type.Object({
  id: ParkId,
  plate: Type.String(),
  kind: PlateKind,
  list: ParkList,
  untilMs: orNull(EpochMs),
  note: Type.String(),
  host: Type.String(),
});
export type ListedAs = Static<typeof ListedAs>;

/** One for each passage at a gate. */
export const GateEvent = Type.Object({
  /** Of the passage. */
  id: ParkId,
  cameraId: CameraId,
  /** By the core's clock. */
  passedMs: EpochMs,
  way: GateWay,
  verdict: GateVerdict,
  /** As it was read. */
  plate: orNull(Type.String()),
  kind: PlateKind,
  colour: PlateColour,
  pictures: orNull(PassagePictures),
  /** The entry the verdict is of; of near, the one it may be. */
  listed: orNull(ListedAs),
});
export type GateEvent = Static<typeof GateEvent>;

export const GateEventSearch = Type.Object(
  {
    purposeId: PurposeId,
    /** A part of the number; '' for any. */
    plate: Type.String({ maxLength: 24 }),
    /** Of these gates, of these verdicts; none: of any. */
    cameraIds: Type.Array(CameraId, { maxItems: 200 }),
    verdicts: Type.Array(GateVerdict, { maxItems: 8 }),
    fromMs: EpochMs,
    toMs: EpochMs,
  },
  { additionalProperties: false },
);
export type GateEventSearch = Static<typeof GateEventSearch>;

/** More are not told at once: the newest are. */
export const mostGateEventsFound = 500;

export const InsideVehicle = Type.Object({
  plate: Type.String(),
  kind: PlateKind,
  inMs: EpochMs,
  cameraId: CameraId,
  listed: orNull(ListedAs),
  /** When it has stayed too long, or null: never. */
  dueMs: orNull(EpochMs),
});
export type InsideVehicle = Static<typeof InsideVehicle>;

export const InsideVehicles = Type.Object({
  /** Those that stay too long first, the longest first. */
  vehicles: Type.Array(InsideVehicle),
  total: Type.Integer(),
  overstaying: Type.Integer(),
});
export type InsideVehicles = Static<typeof InsideVehicles>;

/** Of today, by China's clock. */
export const GateCounts = Type.Object({
  in: Type.Integer(),
  out: Type.Integer(),
  verdicts: Type.Record(GateVerdict, Type.Integer()),
});
export type GateCounts = Static<typeof GateCounts>;

export const ParkState = Type.Object({
  gates: Type.Array(Gate),
  limits: StayLimits,
  today: GateCounts,
  /** The newest, newest first. */
  events: Type.Array(GateEvent),
});
export type ParkState = Static<typeof ParkState>;

/** Why the park raised an alert. */
export const ParkAlert = Type.Object({
  cause: Type.Union([Type.Literal('refused'), Type.Literal('expired'), Type.Literal('overstay')]),
  way: GateWay,
  note: Type.String(),
  host: Type.String(),
});
export type ParkAlert = Static<typeof ParkAlert>;
