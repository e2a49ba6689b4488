// Vehicles at the same places: beside another's passages, and in several areas. All group by vehicle, so that each
// node of a spread table answers for its own.
import { sql } from 'kysely';
import type { AreaWindow, Seen, VehicleKey } from '../../passages/analysis/ports.ts';
import type { Database } from '../database.ts';
import { within } from './seen.ts';

export async function besides(
  db: Database,
  passages: readonly Seen[],
  withinMs: number,
  least: number,
  limit: number,
): Promise<VehicleKey[]> {
  if (passages.length < least) return [];
  const times = passages.map(({ passedMs }) => passedMs);
  const all = { fromMs: Math.min(...times) - withinMs, toMs: Math.max(...times) + withinMs + 1 };
  const apart = sql`make_interval(secs => ${withinMs / 1000})`;
  const { rows } = await sql<VehicleKey>`
    select other.plate, other.kind from unnest(
      ${passages.map(({ cameraId }) => cameraId)}::text[], ${times.map(ms => new Date(ms))}::timestamptz[])
      with ordinality as own (camera_id, at, n)
    cross join lateral (
      select plate, kind from passages p
      where p.camera_id = own.camera_id and p.passed_at >= own.at - ${apart} and p.passed_at <= own.at + ${apart}
        and ${within(all)} and p.plate <> '' and p.plate <> all(${[...new Set(passages.map(p => p.plate))]}::text[])
    ) as other
    group by other.plate, other.kind having count(distinct own.n) >= ${least}
    order by count(distinct own.n) desc, other.plate, other.kind limit ${limit}`.execute(db);
  return rows;
}

export async function inAreas(
  db: Database,
  areas: readonly AreaWindow[],
  k: number,
  limit: number,
): Promise<VehicleKey[]> {
  const each = areas.map(
    ({ cameraIds, ...span }, n) => sql`
      select distinct plate, kind, ${n}::integer as area from passages
      where camera_id = any(${cameraIds}::text[]) and ${within(span)} and plate <> ''`,
  );
  const { rows } = await sql<VehicleKey>`
    select plate, kind from (${sql.join(each, sql` union all `)}) as seen
    group by plate, kind having count(*) >= ${k} order by count(*) desc, plate, kind limit ${limit}`.execute(
    db,
  );
  return rows;
}
