import type { Database } from './database.ts';

export interface SessionRow {
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly createdMs: number;
  readonly lastUsedMs: number;
  readonly address: string;
  readonly userAgent: string;
}

export class SessionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(session: SessionRow): Promise<void> {
    await this.#db
      .insertInto('session')
      .values({
        token_hash: session.tokenHash,
        user_id: session.userId,
        created_at: new Date(session.createdMs),
        last_used_at: new Date(session.lastUsedMs),
        address: session.address,
        user_agent: session.userAgent,
      })
      .execute();
  }

  async find(tokenHash: Buffer): Promise<SessionRow | null> {
    const row = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst();
    if (!row) return null;
    return {
      tokenHash: row.token_hash,
      userId: row.user_id,
      createdMs: row.created_at.getTime(),
      lastUsedMs: row.last_used_at.getTime(),
      address: row.address,
      userAgent: row.user_agent,
    };
  }

  async touch(tokenHash: Buffer, lastUsedMs: number): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ last_used_at: new Date(lastUsedMs) })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  async remove(tokenHash: Buffer): Promise<void> {
    await this.#db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
  }

  async removeOfUser(userId: string): Promise<Buffer[]> {
    const removed = await this.#db
      .deleteFrom('session')
      .where('user_id', '=', userId)
      .returning('token_hash')
      .execute();
    return removed.map(row => row.token_hash);
  }

  async removeOlderThan(createdMs: number, lastUsedMs: number): Promise<void> {
    await this.#db
      .deleteFrom('session')
      .where(where =>
        where.or([
          where('created_at', '<', new Date(createdMs)),
          where('last_used_at', '<', new Date(lastUsedMs)),
        ]),
      )
      .execute();
  }
}
