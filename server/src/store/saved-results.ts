// What is saved under a case. A case is its number: whose purpose names it sees what others saved there.
import type { SavedCase } from '@brightwall/protocol/saved';
import { sql } from 'kysely';
import type { Look } from '../passages/ports.ts';
import type { NewSaved, SavedPort, StoredSaved } from '../passages/saved/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';
import type { SavedResultTable } from './schema.ts';

const columns = [
  ...(['id', 'case_number', 'user_id', 'username', 'kind', 'analysis'] as const),
  ...(['title', 'note', 'results', 'taken_at'] as const),
];
type Row = Pick<SavedResultTable, Exclude<(typeof columns)[number], 'taken_at'>> & { taken_at: Date };

export class SavedStore implements SavedPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add({ takenMs, ...saved }: NewSaved, atMost: number, look: Look): Promise<StoredSaved | null> {
    const full = Symbol();
    const stored = audited(this.#db, look, async db => {
      const case_number = await caseOf(look, db);
      // Two that save at once are counted one after the other.
      await sql`select pg_advisory_xact_lock(hashtext('saved_result'), hashtext(${case_number}))`.execute(db);
      const { count } = await db
        .selectFrom('saved_result')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('case_number', '=', case_number)
        .executeTakeFirstOrThrow();
      if (Number(count) >= atMost) throw full;
      const { purposeId: purpose_id, userId: user_id, username } = look;
      const row = { ...saved, case_number, purpose_id, user_id, username, taken_at: new Date(takenMs) };
      await db.insertInto('saved_result').values(row).execute();
      return { given: fromRow(row), results: saved.results };
    });
    return stored.catch(error => {
      if (error === full) return null;
      throw error;
    });
  }

  async of(look: Look): Promise<StoredSaved[]> {
    return audited(this.#db, look, async db => {
      const rows = await db
        .selectFrom('saved_result')
        .select(columns)
        .where('case_number', '=', await caseOf(look, db))
        .orderBy('taken_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return { given: rows.map(fromRow), results: rows.length };
    });
  }

  async open(id: string, look: Look): Promise<{ saved: StoredSaved; content: string } | null> {
    return audited(this.#db, look, async db => {
      const row = await db
        .selectFrom('saved_result')
        .select([...columns, 'content'])
        .where('id', '=', id)
        .where('case_number', '=', await caseOf(look, db))
        .executeTakeFirst();
      return {
        given: row ? { saved: fromRow(row), content: row.content } : null,
        results: row?.results ?? 0,
      };
    });
  }

  async remove(
    id: string,
    may: (saved: StoredSaved) => boolean,
    look: Look,
  ): Promise<'deleted' | 'refused' | null> {
    return audited(this.#db, look, async db => {
      const row = await db
        .selectFrom('saved_result')
        .select(columns)
        .where('id', '=', id)
        .where('case_number', '=', await caseOf(look, db))
        .forUpdate()
        .executeTakeFirst();
      if (!row) return { given: null, results: 0 };
      if (!may(fromRow(row))) return { given: 'refused', results: 0 };
      await db.deleteFrom('saved_result').where('id', '=', id).execute();
      return { given: 'deleted', results: row.results };
    });
  }

  async cases(userId: string, limit: number): Promise<SavedCase[]> {
    const { rows } = await sql<CaseRow>`
      select own.*, kept.saved, kept.newest_at from (
        select distinct on (case_number) id, reason, case_number, unit, created_at from purpose
        where user_id = ${userId} order by case_number, created_at desc) as own
      cross join lateral (
        select count(*)::integer as saved, max(taken_at) as newest_at from saved_result
        where case_number = own.case_number) as kept
      order by greatest(kept.newest_at, own.created_at) desc limit ${limit}`.execute(this.#db);
    return rows.map(({ id, reason, case_number, unit, created_at, saved, newest_at }) => ({
      purpose: { id, reason, caseNumber: case_number, unit, createdMs: created_at.getTime() },
      saved,
      newestMs: newest_at?.getTime() ?? null,
    }));
  }
}

interface CaseRow {
  id: string;
  reason: string;
  case_number: string;
  unit: string;
  created_at: Date;
  saved: number;
  newest_at: Date | null;
}

async function caseOf({ purposeId }: Look, db: Database): Promise<string> {
  const { case_number } = await db
    .selectFrom('purpose')
    .select('case_number')
    .where('id', '=', purposeId)
    .executeTakeFirstOrThrow();
  return case_number;
}

function fromRow({ id, case_number, user_id, username, taken_at, ...row }: Row): StoredSaved {
  const { kind, analysis, title, note, results } = row;
  return {
    ...{ id, caseNumber: case_number, kind, analysis, title, note, results },
    ...{ takenMs: taken_at.getTime(), savedBy: username, userId: user_id },
  };
}
