// What access/ needs of a store; main.ts passes the implementation.

export interface User {
  readonly id: string;
  readonly username: string;
  readonly role: 'administrator';
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
}

export interface Users {
  byName(username: string): Promise<User | null>;
  byId(id: string): Promise<User | null>;
  /** False where the name is taken. */
  add(user: User): Promise<boolean>;
  setPassword(id: string, passwordHash: string, mustChange: boolean, changedMs: number): Promise<void>;
}

export interface StoredSession {
  /** SHA-256 of the cookie's token. */
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly createdMs: number;
  readonly lastUsedMs: number;
  readonly address: string;
  readonly userAgent: string;
}

export interface StoredSessions {
  add(session: StoredSession): Promise<void>;
  find(tokenHash: Buffer): Promise<StoredSession | null>;
  touch(tokenHash: Buffer, lastUsedMs: number): Promise<void>;
  remove(tokenHash: Buffer): Promise<void>;
  /** Gives the hashes of those that were removed. */
  removeOfUser(userId: string): Promise<Buffer[]>;
  removeOlderThan(createdMs: number, lastUsedMs: number): Promise<void>;
}

export interface SignInAudit {
  add(entry: {
    readonly atMs: number;
    readonly kind:
      | 'signed-in'
      | 'refused'
      | 'throttled'
      | 'signed-out'
      | 'password-changed'
      | 'first-password-made';
    readonly username: string;
    readonly address: string;
    readonly userAgent: string;
  }): Promise<void>;
}

/** Who asks, for the audit. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
}
