// Inserting passages and the counts that analyses read. One statement with as many parameters for any number of them:
// the plan is the same each time, and 500 rows are one round trip.
import { sql } from 'kysely';
import type { ReadyPassage } from '../passages/ports.ts';
import type { Database } from './database.ts';
import { columnList, fromElements } from './passage-elements.ts';

export interface StoredRow {
  readonly id: string;
  readonly plate: string;
  readonly kind: string;
  readonly passed_at: Date;
  readonly camera_id: string;
}

/** Gives the rows that were not there yet; counts are of those alone. */
export async function insertRows(
  passages: readonly ReadyPassage[],
  receivedMs: number,
  db: Database,
): Promise<StoredRow[]> {
  // Each table's rows in one order, so that two writes of the same plates wait for one another and do not
  // deadlock. A vehicle that was read twice is left alone: `on conflict` would write to its row only to lock it; each is
  // asked for by itself, because for 500 at once the planner reads all vehicles.
  const { rows } = await sql<StoredRow>`
    with stored as (insert into passages (${columnList}, received_at)
    select ${columnList}, ${new Date(receivedMs).toISOString()}::timestamptz
    from ${fromElements(passages.map(({ elements }) => elements))}
    order by plate, passed_at, id
    on conflict do nothing
    returning id, plate, kind, passed_at, camera_id, direction),
    read as (
      select plate, kind, (array_agg(passed_at order by passed_at))[1:2] as at from stored
      where plate <> '' group by plate, kind),
    seen as (insert into vehicle as known (plate, kind, first_at, second_at)
      select plate, kind, at[1], at[2] from read
      where (select v.second_at <= at[1] from vehicle v where v.plate = read.plate and v.kind = read.kind) is not true
      order by plate, kind
      on conflict (plate, kind) do update set
        first_at = least(known.first_at, excluded.first_at),
        second_at = least(greatest(known.first_at, excluded.first_at), known.second_at, excluded.second_at)),
    day as (insert into plate_day as known (plate, kind, day, passages, by_day, by_night)
      select plate, kind, china_day(passed_at), count(*),
        count(*) filter (where china_hour(passed_at) between 6 and 17),
        count(*) filter (where china_hour(passed_at) >= 18 or china_hour(passed_at) < 5)
      from stored where plate <> '' group by 1, 2, 3 order by 1, 2, 3
      on conflict (plate, kind, day) do update set
        passages = known.passages + excluded.passages,
        by_day = known.by_day + excluded.by_day,
        by_night = known.by_night + excluded.by_night),
    hour as (insert into gate_hour as known (camera_id, hour, direction, passages)
      select camera_id, date_trunc('hour', passed_at, 'UTC'), direction, count(*)
      from stored group by 1, 2, 3 order by 1, 2, 3
      on conflict (camera_id, hour, direction) do update set passages = known.passages + excluded.passages)
    select id, plate, kind, passed_at, camera_id from stored`.execute(db);
  return rows;
}
