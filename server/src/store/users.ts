import type { Database } from './database.ts';

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly role: 'administrator';
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
}

export class UserStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byName(username: string): Promise<UserRow | null> {
    return this.#one('username', username);
  }

  async byId(id: string): Promise<UserRow | null> {
    return this.#one('id', id);
  }

  async add(user: UserRow): Promise<boolean> {
    const added = await this.#db
      .insertInto('app_user')
      .values({
        id: user.id,
        username: user.username,
        role: user.role,
        password_hash: user.passwordHash,
        must_change_password: user.mustChangePassword,
        password_changed_at: null,
      })
      .onConflict(conflict => conflict.column('username').doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n;
  }

  async setPassword(
    id: string,
    passwordHash: string,
    mustChangePassword: boolean,
    changedMs: number,
  ): Promise<void> {
    await this.#db
      .updateTable('app_user')
      .set({
        password_hash: passwordHash,
        must_change_password: mustChangePassword,
        password_changed_at: new Date(changedMs),
      })
      .where('id', '=', id)
      .execute();
  }

  async #one(column: 'username' | 'id', value: string): Promise<UserRow | null> {
    const row = await this.#db
      .selectFrom('app_user')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst();
    if (!row) return null;
    return {
      id: row.id,
      username: row.username,
      role: row.role,
      passwordHash: row.password_hash,
      mustChangePassword: row.must_change_password,
    };
  }
}
