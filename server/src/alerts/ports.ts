// What alerts/ needs of a store and of the registry; core.ts passes the implementations.
import type { ParkAlert } from '@brightwall/protocol/park';
import type { Passage } from '@brightwall/protocol/passage';
import type { Track, TrackSearch } from '@brightwall/protocol/track';
import type { AlertState, AlertStep, WatchAlert } from '@brightwall/protocol/watch-alert';
import type {
  NewWatchEntry,
  WatchEntries,
  WatchEntry,
  WatchGroup,
  WatchState,
  WatchStep,
} from '@brightwall/protocol/watch-list';

/** Where a camera stands; null while nobody knows. */
export type PlaceOf = (cameraId: string) => { readonly lon: number; readonly lat: number } | null;

/** What of an entry decides whether a passage meets it. */
export type WatchTerms = Pick<
  WatchEntry,
  'id' | 'plate' | 'tolerant' | 'kinds' | 'colours' | 'cameraIds' | 'areas' | 'hours' | 'fromMs' | 'untilMs'
>;

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
  readonly action: 'search' | 'track' | 'analysis' | 'watch-list' | 'download' | 'import' | 'saved';
  readonly terms: object;
}

export interface LooksPort {
  /** Throws purpose-required where the purpose is not the actor's own. */
  entry(actor: Actor, look: Pick<Look, 'purposeId' | 'action' | 'terms'>): Promise<Look>;
}

/** An entry as the one who decides must know it. */
export interface KnownEntry {
  readonly state: WatchState;
  readonly purposeId: string;
  readonly untilMs: number;
  /** Who asked for what is to be decided now. */
  readonly askedBy: string;
}

export interface EntriesPort {
  /** Stored with its first step and the look. */
  add(id: string, asked: NewWatchEntry, look: Look): Promise<WatchEntry>;
  known(id: string): Promise<KnownEntry | null>;
  /** Null when its state is not `from` any more. */
  step(
    id: string,
    change: { from: WatchState; to: WatchState; kind: WatchStep['kind']; note: string },
    look: Look,
  ): Promise<WatchEntry | null>;
  list(query: EntriesQuery): Promise<WatchEntries>;
  /** Those to be watched: approved and not withdrawn, that end after this moment. */
  watched(afterMs: number): Promise<WatchTerms[]>;
}

export interface EntriesQuery {
  readonly group: WatchGroup;
  /** What the number begins with; '' for any. */
  readonly plate: string;
  readonly after: string | null;
  readonly limit: number;
  readonly nowMs: number;
}

export interface WatchHit {
  readonly entryId: string;
  readonly passage: Passage;
  /** Where the entry is of a park's list. */
  readonly park?: ParkAlert;
}

/** What an alert gathers repeats by. */
export interface KnownAlert {
  readonly id: string;
  readonly entryId: string;
  readonly plate: string;
  readonly kind: string;
  readonly passedMs: number;
}

export interface AlertsPort {
  list(query: { open: boolean; after: string | null; limit: number }): Promise<WatchAlert[]>;
  /** `purposeId`: null of a park's gate. */
  get(id: string): Promise<(WatchAlert & { readonly purposeId: string | null }) | null>;
  /** Null when its state is not `from` any more. */
  step(
    id: string,
    change: { from: AlertState; to: AlertState; step: AlertStep; userId: string },
  ): Promise<WatchAlert | null>;
}

export interface TrackPort {
  /** Where a vehicle went; a look at history, and audited. */
  track(search: TrackSearch, actor: Actor): Promise<Track>;
}

export interface GroupedHit {
  readonly hit: WatchHit;
  readonly alertId: string;
}

/** `known`: alerts of the same entries and vehicles near in time. `newId` makes the id of an alert that is raised. */
export type GroupHits = (
  hits: readonly WatchHit[],
  known: readonly KnownAlert[],
  newId: () => string,
) => { grouped: GroupedHit[]; raised: (KnownAlert & { readonly hit: WatchHit })[] };
