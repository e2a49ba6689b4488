// What analyses need of a store; core.ts passes the implementation.
import type { Look } from '../ports.ts';

/** Where and when a vehicle was read, without the vehicle. */
export interface Sighting {
  readonly id: string;
  readonly cameraId: string;
  /** By the core's clock. */
  readonly passedMs: number;
}

/** How fast a vehicle would have had to be from `first` to `second`, where no honest one is; else null. */
export type LeapRule = (first: Sighting, second: Sighting) => { metres: number; kmh: number } | null;

/** Metres that no way between two cameras is shorter than; null where a place is unknown. */
export type LeastMetres = (fromCameraId: string, toCameraId: string) => number | null;

/** `by`: the shortest way along the roads, or the great circle where none is known. */
export interface Distance {
  readonly metres: number;
  readonly by: 'road' | 'line';
}

/** Of one analysis: it asks for a bounded number of ways. */
export interface Distances {
  /** Over the great circle. */
  readonly line: LeastMetres;
  /** Null where a place is unknown. */
  least(fromCameraId: string, toCameraId: string): Promise<Distance | null>;
}

/** A vehicle: its number and the kind of its plate. */
export interface VehicleKey {
  readonly plate: string;
  readonly kind: string;
}

/** One passage as the indexes know it. */
export interface Seen extends VehicleKey, Sighting {}

/** `toMs` not included. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface AreaWindow extends Span {
  readonly cameraIds: readonly string[];
}

export interface LeapPair extends VehicleKey {
  readonly first: Sighting;
  readonly second: Sighting;
  readonly metres: number;
  readonly kmh: number;
}

/** What analyses ask of the passages there are. Unreadable ones are no vehicle and left out, except in counts. */
export interface AnalysisFacts {
  /** In the order they passed; `kind` null: any. At most 20,000. */
  passagesOf(plate: string, kind: string | null, span: Span): Promise<Seen[]>;
  /** Of many vehicles; empty cameraIds: everywhere. In the order they passed. */
  passagesOfAll(vehicles: readonly VehicleKey[], span: Span, cameraIds: readonly string[]): Promise<Seen[]>;
  /** By kind and colour of plate. */
  looksOf(plates: readonly string[], span: Span): Promise<PlateLook[]>;
  /** Numbers among these that were ever read. */
  known(plates: readonly string[]): Promise<string[]>;
  /** Vehicles of other numbers at the cameras of at least `least` of these passages within `withinMs`; the most first. */
  besides(passages: readonly Seen[], withinMs: number, least: number, limit: number): Promise<VehicleKey[]>;
  /** Faster than minKmh, or 10 km within 5 minutes; vehicles with at least minPairs of them, those with the most first. */
  leaps(span: Span, minKmh: number, minPairs: number): Promise<LeapPair[]>;
  /** Vehicles in at least k of the areas in their times; those in the most first. */
  inAreas(areas: readonly AreaWindow[], k: number, limit: number): Promise<VehicleKey[]>;
  frequent(
    area: AreaWindow,
    minTimes: number,
    limit: number,
  ): Promise<(VehicleKey & { cameraId: string; times: number })[]>;
  firstSeen(query: FirstSeenQuery, limit: number): Promise<VehicleKey[]>;
  /** Days as YYYY-MM-DD, both included; those with the most by night first. */
  byNight(
    query: NightQuery,
    limit: number,
  ): Promise<(VehicleKey & { byNight: number; byDay: number; days: number })[]>;
  /** Vehicles at the cameras in `before` at least minBefore times, and anywhere in `after` at most maxAfter times. */
  gone(query: GoneQuery, limit: number): Promise<(VehicleKey & { before: number; after: number })[]>;
  /** At these cameras, in the order they passed. At most 200,000. */
  passagesAt(area: AreaWindow): Promise<Omit<Seen, 'id'>[]>;
  countsByHour(area: AreaWindow): Promise<HourCount[]>;
  /** Vehicles that passed a camera of one area and, as the next of all these cameras, one of another. */
  journeys(areas: readonly (readonly string[])[], span: Span, withinMs: number): Promise<JourneyCount[]>;
}

export interface PlateLook extends VehicleKey {
  readonly colour: string;
  readonly passages: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface FirstSeenQuery extends AreaWindow {
  /** 0: never before. */
  readonly absentDays: number;
  readonly minReads: number;
}

export interface NightQuery {
  readonly fromDay: string;
  readonly toDay: string;
  readonly minNight: number;
  readonly maxDay: number;
}

export interface GoneQuery {
  readonly before: AreaWindow;
  readonly after: Span;
  readonly minBefore: number;
  readonly maxAfter: number;
}

export interface HourCount {
  readonly cameraId: string;
  readonly hourMs: number;
  readonly passages: number;
  /** Of them; the others' direction is not known. */
  readonly toward: number;
  readonly away: number;
}

export interface JourneyCount {
  /** Places in the list of areas. */
  readonly from: number;
  readonly to: number;
  /** Of the first passage. */
  readonly hourMs: number;
  readonly journeys: number;
  /** Some of them. */
  readonly examples: readonly (VehicleKey & { fromMs: number; toMs: number })[];
}

export interface AnalysesPort {
  /** Reads by `read`; the look is stored with the number of rows it gives, or nothing is given. */
  look<Row>(look: Look, read: (facts: AnalysisFacts) => Promise<Row[]>): Promise<Row[]>;
}
