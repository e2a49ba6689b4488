// Vehicles by when and how often they passed.
import { sql } from 'kysely';
import type {
  AreaWindow,
  FirstSeenQuery,
  GoneQuery,
  NightQuery,
  VehicleKey,
} from '../../passages/analysis/ports.ts';
import type { Database } from '../database.ts';
import { within } from './seen.ts';

export async function frequent(
  db: Database,
  { cameraIds, ...span }: AreaWindow,
  minTimes: number,
  limit: number,
): Promise<(VehicleKey & { cameraId: string; times: number })[]> {
  const { rows } = await sql<VehicleKey & { cameraId: string; times: number }>`
    select plate, kind, camera_id as "cameraId", count(*) as times from passages
    where camera_id = any(${cameraIds}::text[]) and ${within(span)} and plate <> ''
    group by plate, kind, camera_id having count(*) >= ${minTimes}
    order by times desc, plate, kind, camera_id limit ${limit}`.execute(db);
  return rows;
}

export async function firstSeen(
  db: Database,
  { cameraIds, absentDays, minReads, ...span }: FirstSeenQuery,
  limit: number,
): Promise<VehicleKey[]> {
  const at = cameraIds.length > 0 ? sql`and camera_id = any(${cameraIds}::text[])` : sql``;
  const twice = minReads > 1 ? sql`and v.second_at is not null` : sql``;
  const never = sql<VehicleKey>`
    select v.plate, v.kind from vehicle v
    where v.first_at >= ${new Date(span.fromMs)} and v.first_at < ${new Date(span.toMs)} ${twice}
      ${
        cameraIds.length > 0
          ? sql`and exists (select 1 from passages p
              where p.plate = v.plate and p.kind = v.kind and ${within(span)} ${at})`
          : sql``
      }
    order by v.first_at desc, v.plate, v.kind limit ${limit}`;
  // Whole days by the days' counts; the hours of the day itself, before the span, by the passages.
  const fromDay = sql`china_day(${new Date(span.fromMs)}::timestamptz)`;
  const absent = sql<VehicleKey>`
    select v.plate, v.kind from (
      select plate, kind, min(passed_at) as at from passages where ${within(span)} and plate <> '' ${at}
      group by plate, kind) as inside
    join vehicle v using (plate, kind)
    where not exists (select 1 from plate_day d
        where d.plate = v.plate and d.kind = v.kind and d.day >= ${fromDay} - ${absentDays}::integer and d.day < ${fromDay})
      and not exists (select 1 from passages p
        where p.plate = v.plate and p.kind = v.kind
          and p.passed_at >= ${fromDay}::timestamp at time zone 'UTC' - interval '8 hours'
          and p.passed_at < ${new Date(span.fromMs)}) ${twice}
    order by inside.at desc, v.plate, v.kind limit ${limit}`;
  return (await (absentDays === 0 ? never : absent).execute(db)).rows;
}

export async function byNight(
  db: Database,
  { fromDay, toDay, minNight, maxDay }: NightQuery,
  limit: number,
): Promise<(VehicleKey & { byNight: number; byDay: number; days: number })[]> {
  // Who was often out by night was so on one day at least (the mean of the days), and on no day more often by day
  // than the limit: few vehicles are left to be summed up, of a city's hundreds of thousands.
  const span = sql`day >= ${fromDay}::date and day <= ${toDay}::date`;
  const { rows } = await sql<VehicleKey & { byNight: number; byDay: number; days: number }>`
    select plate, kind, sum(by_night) as "byNight", sum(by_day) as "byDay", count(*) as days
    from (
      select distinct plate, kind from plate_day
      where ${span} and by_day <= ${maxDay} and by_night * (${toDay}::date - ${fromDay}::date + 1) >= ${minNight}) as candidate
    join plate_day using (plate, kind)
    where ${span}
    group by plate, kind having sum(by_night) >= ${minNight} and sum(by_day) <= ${maxDay}
    order by sum(by_night) desc, plate, kind limit ${limit}`.execute(db);
  return rows;
}

export async function gone(
  db: Database,
  { before, after, minBefore, maxAfter }: GoneQuery,
  limit: number,
): Promise<(VehicleKey & { before: number; after: number })[]> {
  const { cameraIds, ...span } = before;
  const { rows } = await sql<VehicleKey & { before: number; after: number }>`
    select seen.plate, seen.kind, seen.times as before, later.times as after from (
      select plate, kind, count(*) as times from passages
      where camera_id = any(${cameraIds}::text[]) and ${within(span)} and plate <> ''
      group by plate, kind having count(*) >= ${minBefore}) as seen
    cross join lateral (
      select count(*) as times from (
        select 1 from passages p where p.plate = seen.plate and p.kind = seen.kind and ${within(after)}
        limit ${maxAfter + 1}) as one) as later
    where later.times <= ${maxAfter}
    order by seen.times desc, later.times, seen.plate, seen.kind limit ${limit}`.execute(db);
  return rows;
}
