// The one way to passages that were: what is read and the entry that says so are of one transaction.
import { sql } from 'kysely';
import type { AuditEntry } from '../audit/ports.ts';
import type { Database } from './database.ts';

/** No look holds a connection for longer. */
const timeoutMs = 20_000;

/** Reads, and writes `entry` with the number of results; the entry is stored, or nothing is given. */
export async function audited<Given>(
  db: Database,
  entry: AuditEntry,
  read: (transaction: Database) => Promise<{ given: Given; results: number }>,
): Promise<Given> {
  return db.transaction().execute(async transaction => {
    await sql`set local statement_timeout = ${sql.lit(timeoutMs)}`.execute(transaction);
    const { given, results } = await read(transaction);
    await transaction
      .insertInto('audit')
      .values({
        id: entry.id,
        at: new Date(entry.atMs),
        user_id: entry.userId,
        username: entry.username,
        address: entry.address,
        purpose_id: entry.purposeId,
        action: entry.action,
        terms: JSON.stringify(entry.terms),
        results,
      })
      .execute();
    return given;
  });
}
