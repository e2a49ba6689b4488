// How vehicles went on from a camera: of its newest passages, each vehicle's passage before and after, by the two
// indexes of passages. Bounded by the number of passages, whatever there is in the table.
import { nextWithinMs } from '@brightwall/protocol/next-cameras';
import type { Passage } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { Step, StepsPort } from '../alerts/next/ports.ts';
import type { Look } from '../alerts/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';

export class NextCameraStore implements StepsPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async steps(
    query: { cameraId: string; place: readonly string[]; fromMs: number; toMs: number; limit: number },
    look: Look,
  ): Promise<Step[]> {
    return audited(this.#db, look, async transaction => {
      const given = await stepsFrom(query, transaction);
      return { given, results: given.length };
    });
  }

  /** From gate to gate along the index: as many looks as there are cameras, not as there are hours. */
  async reading(sinceMs: number): Promise<string[]> {
    const { rows } = await sql<{ camera_id: string }>`
      with recursive gate as (
        (select camera_id from gate_hour order by camera_id limit 1)
        union all
        select (select h.camera_id from gate_hour h where h.camera_id > gate.camera_id order by h.camera_id limit 1)
        from gate where gate.camera_id is not null)
      select camera_id from gate where camera_id is not null and exists (
        select 1 from gate_hour h where h.camera_id = gate.camera_id and h.hour >= ${new Date(sinceMs)})`.execute(
      this.#db,
    );
    return rows.map(({ camera_id }) => camera_id);
  }
}

async function stepsFrom(
  query: { cameraId: string; place: readonly string[]; fromMs: number; toMs: number; limit: number },
  db: Database,
): Promise<Step[]> {
  const [from, to] = [query.fromMs, query.toMs].map(ms => new Date(ms));
  // The outer bounds let the planner leave out every other day's table.
  const [first, last] = [query.fromMs - nextWithinMs, query.toMs + nextWithinMs].map(ms => new Date(ms));
  const within = sql`interval '1 second' * ${sql.lit(nextWithinMs / 1000)}`;
  const other = sql`o.plate = here.plate and o.kind = here.kind and o.camera_id <> all(${query.place}::text[])
    and o.passed_at between ${first} and ${last}`;
  const { rows } = await sql<{
    direction: Passage['direction'];
    before_id: string | null;
    next_id: string | null;
    took_ms: number | null;
  }>`
    select here.direction, before.camera_id as before_id, next.camera_id as next_id,
      extract(epoch from next.passed_at - here.passed_at)::float8 * 1000 as took_ms
    from (select plate, kind, direction, passed_at from passages
      where camera_id = ${query.cameraId} and passed_at >= ${from} and passed_at < ${to} and plate <> ''
      order by passed_at desc limit ${query.limit}) as here
    left join lateral (select o.camera_id from passages o
      where ${other} and o.passed_at < here.passed_at and o.passed_at >= here.passed_at - ${within}
      order by o.passed_at desc limit 1) as before on true
    left join lateral (select o.camera_id, o.passed_at from passages o
      where ${other} and o.passed_at > here.passed_at and o.passed_at <= here.passed_at + ${within}
      order by o.passed_at limit 1) as next on true`.execute(db);
  return rows.map(row => ({
    direction: row.direction,
    beforeId: row.before_id,
    nextId: row.next_id,
    tookMs: row.took_ms,
  }));
}
