// What audit/ needs of a store, and what an entry of the audit says; core.ts passes the implementation.
import type { Purpose } from '@brightwall/protocol/purpose';

/** Who looks, and from where. */
export interface Looker {
  readonly userId: string;
  readonly username: string;
  readonly address: string;
}

export type AuditedAction =
  | 'search'
  | 'track'
  | 'analysis'
  | 'watch-list'
  | 'park-list'
  | 'gate-events'
  | 'download'
  | 'import'
  | 'saved';

export interface AuditEntry extends Looker {
  readonly id: string;
  readonly atMs: number;
  readonly purposeId: string;
  readonly action: AuditedAction;
  /** What was asked, as it was asked. */
  readonly terms: object;
}

export interface PurposesPort {
  add(userId: string, purpose: Purpose): Promise<void>;
  /** A user's own, newest first. */
  of(userId: string, limit: number): Promise<Purpose[]>;
  isOf(purposeId: string, userId: string): Promise<boolean>;
}
