import type { Database } from './database.ts';
import type { SignInKind } from './schema.ts';

export interface SignInEntry {
  readonly atMs: number;
  readonly kind: SignInKind;
  readonly username: string;
  readonly address: string;
  readonly userAgent: string;
}

/** Append-only: there is no way to change or remove an entry, here or in the table. */
export class SignInLog {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(entry: SignInEntry): Promise<void> {
    await this.#db
      .insertInto('sign_in_log')
      .values({
        at: new Date(entry.atMs),
        kind: entry.kind,
        username: entry.username.slice(0, 64),
        address: entry.address,
        user_agent: entry.userAgent.slice(0, 256),
      })
      .execute();
  }
}
