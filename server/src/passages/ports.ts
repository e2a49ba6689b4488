// What passages/ needs of a store; core.ts passes the implementation.
import type { Passage } from '@brightwall/protocol/passage';
import type { ImportFormat, PassageImport } from '@brightwall/protocol/passage-import';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import type { PicturePlates } from '@brightwall/protocol/read-picture';

/** A passage, and the same in its store's words. */
export interface ReadyPassage {
  readonly passage: Passage;
  readonly elements: readonly string[];
}

export interface PassagesPort {
  /** Made of each as it comes in, while the store is at work on those before it. */
  ready(passage: Passage): ReadyPassage;
  /**
   * Stores for good what is not stored yet and gives the ids that were new. All or none; throws
   * AppError bad-request when the content of one of them is what cannot be stored.
   */
  insertReady(passages: readonly ReadyPassage[], receivedMs: number): Promise<Set<string>>;
  /** Newest first. */
  newest(limit: number, nowMs: number): Promise<Passage[]>;
}

export interface Picture {
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
  readonly jpeg: Uint8Array;
}

export interface PicturesPort {
  /** Stores for good; one that is there already stays as it is. `namedMs`: when the passage was that names them. */
  put(pictures: readonly Picture[], namedMs: number): Promise<void>;
  get(hash: string): Promise<Uint8Array | null>;
  /** Deletes those that no passage of `keptFromMs` or later has named; gives how many. One that is not there is none. */
  sweep(hashes: readonly string[], keptFromMs: number): Promise<number>;
}

export interface PlateSetupsPort {
  all(): Promise<{ cameraId: string; setup: PlateSetup }[]>;
  /** False when there is no such camera. */
  put(cameraId: string, setup: PlateSetup, changedMs: number): Promise<boolean>;
}

/** Who looks, and from where. */
export interface Looker {
  readonly userId: string;
  readonly username: string;
  readonly address: string;
}

/** One look's entry in the audit; the store writes it with what it reads (audit/looks.ts makes it). */
export type Look = Looker & {
  readonly id: string;
  readonly atMs: number;
  readonly purposeId: string;
  readonly action: 'search' | 'track' | 'analysis' | 'watch-list' | 'download' | 'import' | 'saved';
  readonly terms: object;
};

export interface LooksPort {
  /** Throws purpose-required where the purpose is not the looker's own. */
  entry(looker: Looker, look: Pick<Look, 'purposeId' | 'action' | 'terms'>): Promise<Look>;
}

/** What is looked for, in the store's words. */
export interface PassageQuery {
  /** Null: every plate. */
  readonly plates: { readonly whole: readonly string[]; readonly like: readonly string[] } | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameraIds: readonly string[];
  readonly colours: readonly string[];
  readonly kinds: readonly string[];
  readonly directions: readonly string[];
  readonly limit: number;
  readonly after: { readonly passedMs: number; readonly id: string } | null;
}

/** Each look is stored with the number found, or nothing is given. */
export interface SearchPort {
  /** Newest first. */
  search(query: PassageQuery, look: Look): Promise<Passage[]>;
  /** Of the whole search, whatever its limit; no more than `atMost`. */
  count(query: PassageQuery, atMost: number, look: Look): Promise<number>;
}

/** WGS-84. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export interface CameraPlacesPort {
  /** Null for a camera without a place, and for one that nobody knows any more. */
  place(cameraId: string): Place | null;
}

export interface RoadsPort {
  /** Whether this map has a road graph. */
  isKnown(): Promise<boolean>;
  /** The shortest way by road; null where none is known. */
  way(from: Place, to: Place): Promise<{ readonly line: readonly Place[]; readonly metres: number } | null>;
}

export interface PictureAgentsPort {
  /** Connected agents whose models can read. */
  readers(): string[];
  /** Throws what the agent answers, agent-offline when it goes, timed-out when it is silent. */
  readPicture(agentId: string, picture: Uint8Array): Promise<PicturePlates>;
}

/** An entry of the append-only record of imports: when one begins, and when it has ended. */
export interface ImportEntry {
  readonly id: string;
  readonly state: 'begun' | 'whole' | 'broken-off';
  readonly atMs: number;
  readonly by: Looker;
  readonly system: string;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly lines: number;
  readonly stored: number;
  readonly known: number;
  readonly bad: number;
}

export interface ImportsPort {
  add(entry: ImportEntry): Promise<void>;
  /** Newest first. One that never ended is broken-off. */
  newest(limit: number): Promise<PassageImport[]>;
}
