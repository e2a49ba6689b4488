// Looking for passages that were.
import type { Passage } from '@brightwall/protocol/passage';
import { type RawBuilder, sql } from 'kysely';
import type { Look, PassageQuery, SearchPort } from '../passages/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';
import { fromRow, type PassageRow } from './passage-row.ts';

/** Numbers looked for in the passages' own index; with more, passages are looked through by time instead. */
const mostPlates = 5_000;
const firstSpanMs = 15 * 60_000;
const spanGrows = 8;

type Where = RawBuilder<unknown>;

export class PassageHistory implements SearchPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async search(query: PassageQuery, look: Look): Promise<Passage[]> {
    return audited(this.#db, look, async db => {
      const plates = await platesOf(query, db);
      const rows = await newest(query, plates, db);
      return { given: rows.map(fromRow), results: rows.length };
    });
  }

  async count(query: PassageQuery, atMost: number, look: Look): Promise<number> {
    return audited(this.#db, look, async db => {
      const where = whereOf(query, await platesOf(query, db), query.fromMs, query.toMs);
      const { rows } = await sql<{ count: number }>`
        select count(*) from (select 1 from passages where ${where} limit ${atMost}) as counted`.execute(db);
      const { count } = rows[0]!;
      return { given: count, results: count };
    });
  }
}

/** Which numbers are meant, where they are few; looked up among the vehicles, which are few, not the passages. */
async function platesOf({ plates }: PassageQuery, db: Database): Promise<readonly string[] | null> {
  if (!plates) return null;
  const { whole, like } = plates;
  // One, or several that a person typed, need no looking up; a tolerant search means hundreds that never passed.
  if (like.length === 0 && whole.length <= 20) return whole;
  const parts = [
    ...(whole.length > 0 ? [sql`select plate from vehicle where plate = any(${whole}::text[])`] : []),
    ...like.map(pattern => sql`select plate from vehicle where plate like ${pattern}`),
  ];
  const { rows } = await sql<{ plate: string }>`
    ${sql.join(parts, sql` union `)} limit ${mostPlates + 1}`.execute(db);
  return rows.length > mostPlates ? null : rows.map(({ plate }) => plate);
}

/** Where numbers are not few, by growing spans from the end: the newest are there at once, however long the whole is. */
async function newest(
  query: PassageQuery,
  plates: readonly string[] | null,
  db: Database,
): Promise<PassageRow[]> {
  if (plates && plates.length > 1 && answeredByKey(query)) return newestOfMany(query, plates, db);
  const found: PassageRow[] = [];
  let toMs = query.after ? Math.min(query.toMs, query.after.passedMs + 1) : query.toMs;
  let spanMs = plates ? toMs - query.fromMs : firstSpanMs;
  while (toMs > query.fromMs && found.length < query.limit) {
    const fromMs = Math.max(query.fromMs, toMs - spanMs);
    const { rows } = await sql<PassageRow>`
      select * from passages where ${whereOf(query, plates, fromMs, toMs)} ${before(query)}
      order by passed_at desc, id desc limit ${query.limit - found.length}`.execute(db);
    found.push(...rows);
    toMs = fromMs;
    spanMs *= spanGrows;
  }
  return found;
}

/** By the columns that the primary key holds. */
function answeredByKey({ colours, directions }: PassageQuery): boolean {
  return colours.length === 0 && directions.length === 0;
}

/**
 * Many numbers have more passages than are shown: which are the newest is read from the key alone, and only those
 * rows are fetched. Two statements, because a table spread over machines joins only by the column it is spread by.
 */
async function newestOfMany(
  query: PassageQuery,
  plates: readonly string[],
  db: Database,
): Promise<PassageRow[]> {
  const newestFirst = sql`order by passed_at desc, id desc`;
  const { rows: keys } = await sql<{ plate: string; passed_at: Date; id: string }>`
    select plate, passed_at, id from passages
    where ${whereOf(query, plates, query.fromMs, query.toMs)} ${before(query)}
    ${newestFirst} limit ${query.limit}`.execute(db);
  if (keys.length === 0) return [];
  const each = keys.map(
    ({ plate, passed_at, id }) => sql`(plate = ${plate} and passed_at = ${passed_at} and id = ${id}::uuid)`,
  );
  const { rows } = await sql<PassageRow>`
    select * from passages where ${sql.join(each, sql` or `)} ${newestFirst}`.execute(db);
  return rows;
}

function whereOf(query: PassageQuery, plates: readonly string[] | null, fromMs: number, toMs: number): Where {
  const parts = [sql`passed_at >= ${new Date(fromMs)} and passed_at < ${new Date(toMs)}`];
  if (plates) parts.push(sql`plate = any(${plates}::text[])`);
  else if (query.plates) {
    const { whole, like } = query.plates;
    parts.push(sql`(plate = any(${whole}::text[]) or plate like any(${like}::text[]))`);
  }
  for (const [column, values] of [
    ['camera_id', query.cameraIds],
    ['colour', query.colours],
    ['kind', query.kinds],
    ['direction', query.directions],
  ] as const)
    if (values.length > 0) parts.push(sql`${sql.ref(column)} = any(${values}::text[])`);
  return sql.join(parts, sql` and `);
}

function before({ after }: PassageQuery): Where {
  return after ? sql`and (passed_at, id) < (${new Date(after.passedMs)}, ${after.id}::uuid)` : sql``;
}
