// What passages/ needs of a store; core.ts passes the implementation.
import type { Passage } from '@brightwall/protocol/passage';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';

export interface PassagesPort {
  /**
   * Stores for good what is not stored yet and gives the ids that were new. All or none; throws
   * AppError bad-request when the content of one of them is what cannot be stored.
   */
  insert(passages: readonly Passage[], receivedMs: number): Promise<Set<string>>;
  /** Newest first. */
  newest(limit: number, nowMs: number): Promise<Passage[]>;
}

export interface Picture {
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
  readonly jpeg: Uint8Array;
}

export interface PicturesPort {
  /** Stores for good; one that is there already stays as it is. */
  put(pictures: readonly Picture[]): Promise<void>;
  get(hash: string): Promise<Uint8Array | null>;
}

export interface PlateSetupsPort {
  all(): Promise<{ cameraId: string; setup: PlateSetup }[]>;
  /** False when there is no such camera. */
  put(cameraId: string, setup: PlateSetup, changedMs: number): Promise<boolean>;
}
