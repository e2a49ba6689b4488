// Inserting passages and the counts that analyses read. One statement with one parameter for any number of them:
// the plan is the same each time, and 500 rows are one round trip.
import type { Passage } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { toRecord } from './passage-row.ts';

export interface StoredRow {
  readonly id: string;
  readonly plate: string;
  readonly kind: string;
  readonly passed_at: Date;
  readonly camera_id: string;
}

/** Gives the rows that were not there yet; counts are of those alone. */
export async function insertRows(
  passages: readonly Passage[],
  receivedMs: number,
  db: Database,
): Promise<StoredRow[]> {
  const records = JSON.stringify(passages.map(passage => toRecord(passage, receivedMs)));
  // Each table's rows in one order, so that two cores that store the same plates wait for one another and do not
  // deadlock. A vehicle that was read twice is left alone: `on conflict` would write to its row only to lock it.
  const { rows } = await sql<StoredRow>`
    with stored as (insert into passages (
      id, plate, passed_at, camera_id, kind, colour, rows, direction, lane, confidence, characters,
      runner_up, runner_up_confidence, corners, vehicle, plate_width_px, frames_read, profile,
      scene_picture, vehicle_picture, plate_picture, first_seen, last_seen, edge_clock_offset_ms, received_at,
      system)
    select
      id, plate, passed_at, camera_id, kind, colour, rows, direction, lane, confidence, characters,
      runner_up, runner_up_confidence, corners, vehicle, plate_width_px, frames_read, profile,
      decode(scene, 'hex'), decode(vehicle_hash, 'hex'), decode(plate_hash, 'hex'), first_seen, last_seen,
      edge_clock_offset_ms, received_at, system
    from json_to_recordset(${records}::json) as r (
      id uuid, plate text, passed_at timestamptz, camera_id text, kind text, colour text, rows smallint,
      direction text, lane text, confidence real, characters jsonb, runner_up text,
      runner_up_confidence real, corners real[], vehicle real[], plate_width_px real, frames_read integer,
      profile text, scene text, vehicle_hash text, plate_hash text, first_seen timestamptz,
      last_seen timestamptz, edge_clock_offset_ms double precision, received_at timestamptz,
      system text)
    on conflict do nothing
    returning id, plate, kind, passed_at, camera_id, direction),
    read as (
      select plate, kind, (array_agg(passed_at order by passed_at))[1:2] as at from stored
      where plate <> '' group by plate, kind),
    seen as (insert into vehicle as known (plate, kind, first_at, second_at)
      select plate, kind, at[1], at[2] from read
      where not exists (
        select 1 from vehicle v where v.plate = read.plate and v.kind = read.kind and v.second_at <= at[1])
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
