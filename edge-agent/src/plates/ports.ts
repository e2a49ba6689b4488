// What the video half of plate reading needs from outside: a reader of stills, and somewhere to put passages.
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import type { FindAnswer, FindRequest, ReaderState, ReadPlatesRequest } from './reader/types.ts';

/** One of a passage's pictures, under the name the passage calls it by. */
export interface PassagePicture {
  /** SHA-256 of the JPEG, hex. */
  readonly hash: string;
  readonly jpeg: Uint8Array;
}

/** Keeps a passage until the core has it. Resolves when it cannot be lost any more. */
export interface PassageSink {
  put(passage: SeenPassage, pictures: readonly PassagePicture[]): Promise<void>;
}

/** Finds and reads plates in one picture; shared by all cameras, refuses what it has no room for. */
export interface StillReader {
  readonly state: ReaderState;
  find(request: FindRequest): Promise<FindAnswer>;
  readPlates(request: ReadPlatesRequest): Promise<FindAnswer>;
}

/** What a camera's plate reading tells besides passages. */
export interface PlateOutput {
  onStats(stats: PlateStats): void;
  onView(view: PlateView): void;
  /** Whether the larger stream is needed: not where the watched one is read instead. Told again when nothing changed. */
  onReadNeeded(needed: boolean): void;
}
