// What park/ needs of a store, of the audit and of whoever reads files; core-park.ts passes the implementations.
import type {
  Gate,
  GateCounts,
  GateEvent,
  GateEventSearch,
  GateRole,
  InsideVehicles,
  ParkVehicle,
  ParkVehicles,
  StayLimits,
} from '@brightwall/protocol/park';
import type { PlateKind } from '@brightwall/protocol/plate';

/** Who acts, and from where. */
export interface Actor {
  readonly userId: string;
  readonly username: string;
  readonly address: string;
}

/** An act's entry in the audit; the store writes it with what it changes or reads. */
export interface Look extends Actor {
  readonly id: string;
  readonly atMs: number;
  readonly purposeId: string;
  readonly action: 'park-list' | 'gate-events';
  readonly terms: object;
}

export interface LooksPort {
  /** Throws purpose-required where the purpose is not the actor's own. */
  entry(actor: Actor, look: Pick<Look, 'purposeId' | 'action' | 'terms'>): Promise<Look>;
}

export interface ParkListPort {
  all(): Promise<ParkVehicle[]>;
  /** Those that were not on the list are added; gives their ids. All with the look. */
  add(vehicles: readonly ParkVehicle[], look: Look): Promise<Set<string>>;
  /** Null when it is not on the list, or no visitor. */
  prolong(id: string, untilMs: number, look: Look): Promise<ParkVehicle | null>;
  /** False when it is not on the list. */
  remove(id: string, look: Look): Promise<boolean>;
  list(query: ParkListQuery): Promise<ParkVehicles>;
  /** Visitors whose time was over before this moment; gives their ids. */
  sweep(beforeMs: number): Promise<string[]>;
}

export interface ParkListQuery {
  readonly list: ParkVehicle['list'] | null;
  /** A part of the number; '' for any. */
  readonly plate: string;
  readonly after: string | null;
  readonly limit: number;
}

export interface GatesPort {
  all(): Promise<Gate[]>;
  /** Null: it is no gate any more. */
  mark(cameraId: string, role: GateRole | null, look: Look): Promise<void>;
}

export interface GateEventsPort {
  newest(limit: number): Promise<GateEvent[]>;
  counts(fromMs: number): Promise<GateCounts>;
  /** Newest first. */
  search(query: Omit<GateEventSearch, 'purposeId'> & { limit: number }, look: Look): Promise<GateEvent[]>;
  /** Deletes what is older. */
  sweep(beforeMs: number): Promise<void>;
}

export interface PresencePort {
  inside(query: { plate: string; limit: number; nowMs: number }): Promise<InsideVehicles>;
  /** False when it is not inside. */
  left(plate: string, kind: PlateKind, atMs: number, look: Look): Promise<boolean>;
  limits(): Promise<StayLimits>;
  setLimits(limits: StayLimits, look: Look): Promise<void>;
  /** Raises an alert for each that has come to stay too long, once; gives how many. */
  raiseOverstays(nowMs: number): Promise<number>;
  /** Forgets who left before this moment. */
  sweep(beforeMs: number): Promise<void>;
}

/** A line of a file: its fields by name, or why it could not be read. */
export type ListLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly fault: { readonly zh: string; readonly en: string } };

/** How other systems write what a list has. */
export interface Codes {
  /** Our names and the codes of GA/T 16.7; null for what is none. */
  kindOf(told: string): PlateKind | null;
}
