// Counts: by gate and hour, and from area to area.
import { sql } from 'kysely';
import type { AreaWindow, HourCount, JourneyCount, Span, VehicleKey } from '../../passages/analysis/ports.ts';
import type { Database } from '../database.ts';
import { within } from './seen.ts';

/** Journeys shown for each cell. */
const examples = 10;

export async function countsByHour(db: Database, area: AreaWindow): Promise<HourCount[]> {
  const of = (direction: string) =>
    sql`coalesce(sum(passages) filter (where direction = ${direction}), 0)::int`;
  const { rows } = await sql<HourCount>`
    select camera_id as "cameraId", (extract(epoch from hour) * 1000)::float8 as "hourMs",
      sum(passages)::int as passages, ${of('toward')} as toward, ${of('away')} as away
    from gate_hour
    where camera_id = any(${area.cameraIds}::text[])
      and hour >= ${new Date(area.fromMs)} and hour < ${new Date(area.toMs)}
    group by hour, camera_id order by hour, camera_id`.execute(db);
  return rows;
}

export async function journeys(
  db: Database,
  areas: readonly (readonly string[])[],
  span: Span,
  withinMs: number,
): Promise<JourneyCount[]> {
  const cameras = areas.flat();
  const areaOf = areas.flatMap((ids, n) => ids.map(() => n));
  const { rows } = await sql<{
    from: number;
    to: number;
    hour: Date;
    journeys: number;
    examples: (VehicleKey & { fromMs: number; toMs: number })[];
  }>`
    select area as "from", next_area as "to", date_trunc('hour', passed_at, 'UTC') as hour, count(*) as journeys,
      (array_agg(json_build_object('plate', plate, 'kind', kind,
        'fromMs', round(extract(epoch from passed_at) * 1000), 'toMs', round(extract(epoch from next_at) * 1000))
        order by passed_at, plate, kind))[1:${sql.lit(examples)}] as examples
    from (
      select plate, kind, passed_at, area,
        lead(area) over vehicle as next_area, lead(passed_at) over vehicle as next_at
      from passages join unnest(${cameras}::text[], ${areaOf}::integer[]) as place (camera_id, area) using (camera_id)
      where camera_id = any(${cameras}::text[]) and ${within(span)} and plate <> ''
      window vehicle as (partition by plate, kind order by passed_at, area)) as step
    where area <> next_area and next_at - passed_at <= make_interval(secs => ${withinMs / 1000})
    group by 1, 2, 3 order by 3, 1, 2`.execute(db);
  return rows.map(({ hour, ...row }) => ({ ...row, hourMs: hour.getTime() }));
}
