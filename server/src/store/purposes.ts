import type { Purpose } from '@brightwall/protocol/purpose';
import type { Database } from './database.ts';

/** Append-only, here and in the table. */
export class PurposeStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(userId: string, { id, reason, caseNumber, unit, createdMs }: Purpose): Promise<void> {
    await this.#db
      .insertInto('purpose')
      .values({
        id,
        user_id: userId,
        reason,
        case_number: caseNumber,
        unit,
        created_at: new Date(createdMs),
      })
      .execute();
  }

  /** A user's own, newest first. */
  async of(userId: string, limit: number): Promise<Purpose[]> {
    const rows = await this.#db
      .selectFrom('purpose')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(row => ({
      id: row.id,
      reason: row.reason,
      caseNumber: row.case_number,
      unit: row.unit,
      createdMs: row.created_at.getTime(),
    }));
  }

  async isOf(purposeId: string, userId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('purpose')
      .select('id')
      .where('id', '=', purposeId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row !== undefined;
  }
}
