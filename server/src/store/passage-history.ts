// Looking for passages that were.
import type { Passage } from '@brightwall/protocol/passage';
import { type RawBuilder, sql } from 'kysely';
import type { Look, PassageQuery, SearchPort } from '../passages/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';
import { fromRow, type PassageRow } from './passage-row.ts';

/** Vehicles that a wildcard may mean; with more, passages are looked through by time instead. */
const mostVehicles = 5_000;
export class PassageHistory implements SearchPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async search(query: PassageQuery, look: Look): Promise<{ passages: Passage[]; count: number | null }> {
    return audited(this.#db, look, async transaction => {
      const where = await this.#where(query, transaction);
      const { rows } = await sql<PassageRow>`
        select * from passages where ${where} ${before(query)}
        order by passed_at desc, id desc limit ${query.limit}`.execute(transaction);
      const count = query.countTo === null ? null : await countOf(where, query, rows.length, transaction);
      return { given: { passages: rows.map(fromRow), count }, results: rows.length };
    });
  }

  async #where(query: PassageQuery, db: Database): Promise<RawBuilder<unknown>> {
    const parts = [
      sql`passed_at >= ${new Date(query.fromMs)} and passed_at < ${new Date(query.toMs)}`,
      ...(query.plates ? [await platesOf(query.plates, db)] : []),
    ];
    for (const [column, values] of [
      ['camera_id', query.cameraIds],
      ['colour', query.colours],
      ['kind', query.kinds],
      ['direction', query.directions],
    ] as const)
      if (values.length > 0) parts.push(sql`${sql.ref(column)} = any(${values}::text[])`);
    return sql.join(parts, sql` and `);
  }
}

/** Which plates, by way of the vehicles: few numbers are looked for in the passages' own index. */
async function platesOf(
  { whole, like }: NonNullable<PassageQuery['plates']>,
  db: Database,
): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ plate: string }>`
    select distinct plate from vehicle
    where plate = any(${whole}::text[]) or plate like any(${like}::text[])
    limit ${mostVehicles + 1}`.execute(db);
  if (rows.length <= mostVehicles) return sql`plate = any(${rows.map(({ plate }) => plate)}::text[])`;
  return sql`(plate = any(${whole}::text[]) or plate like any(${like}::text[]))`;
}

function before({ after }: PassageQuery): RawBuilder<unknown> {
  return after ? sql`and (passed_at, id) < (${new Date(after.passedMs)}, ${after.id}::uuid)` : sql``;
}

async function countOf(
  where: RawBuilder<unknown>,
  { countTo, limit }: PassageQuery,
  found: number,
  db: Database,
): Promise<number> {
  if (found < limit) return found;
  const { rows } = await sql<{ count: number }>`
    select count(*) from (select 1 from passages where ${where} limit ${countTo}) as some`.execute(db);
  return rows[0]!.count;
}
