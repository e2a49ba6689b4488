// What saving to a case needs of a store; core-passages.ts passes the implementation.
import type { SavedCase, SavedResult } from '@brightwall/protocol/saved';
import type { Look } from '../ports.ts';

export type NewSaved = Omit<SavedResult, 'caseNumber' | 'savedBy' | 'mayDelete'> & {
  /** JSON. */
  readonly content: string;
};

/** Everything is of the case that the look's purpose names; each look is stored with what it does, or nothing is done. */
export interface SavedPort {
  /** Null, and nothing stored, where the case holds `atMost` already. */
  add(saved: NewSaved, atMost: number, look: Look): Promise<StoredSaved | null>;
  /** Newest first. */
  of(look: Look): Promise<StoredSaved[]>;
  /** Null where the case has none of this id. */
  open(id: string, look: Look): Promise<{ saved: StoredSaved; content: string } | null>;
  /** Deletes where `may` allows; null where the case has none of this id. */
  remove(id: string, may: (saved: StoredSaved) => boolean, look: Look): Promise<'deleted' | 'refused' | null>;
  /** A user's own, those with the newest saved first. */
  cases(userId: string, limit: number): Promise<SavedCase[]>;
}

export type StoredSaved = Omit<SavedResult, 'mayDelete'> & { readonly userId: string };
