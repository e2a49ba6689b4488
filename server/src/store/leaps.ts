// 套牌 at ingest: each stored passage is held against the one before and the one after it of the same vehicle. By
// the index and not by a map in memory: right after a restart, for passages that come late, and with many cores.
import { sql } from 'kysely';
import type { LeapRule, Sighting } from '../passages/analysis/ports.ts';
import type { Database } from './database.ts';
import type { StoredRow } from './passage-insert.ts';

/** Further apart in time, no two places of a city are too far apart. */
const withinMs = 3_600_000;

interface Neighbour {
  n: number;
  id: string;
  passed_at: Date;
  camera_id: string;
}

const dayMs = 86_400_000;
/** 00:00 in China, from 00:00 UTC. */
const midnightMs = 16 * 3_600_000;
/** Any constant. */
const midnightLockKey = 0x62_77_6d_6e; // "bwmn"

/**
 * Of two writes at once that have passages of one vehicle, the later has to see the earlier's. On one day it waits at
 * the vehicle's row of plate_day; around midnight the two may be of two days, so there the writes wait whole.
 */
export async function queueAtMidnight(atMs: readonly number[], db: Database): Promise<void> {
  const isNear = (ms: number) => Math.abs(((ms - midnightMs + dayMs / 2) % dayMs) - dayMs / 2) <= withinMs;
  if (atMs.some(isNear)) await sql`select pg_advisory_xact_lock(${midnightLockKey}::bigint)`.execute(db);
}

/** Stores what the rule finds impossible. In the transaction that stored the rows, so that none is missed. */
export async function storeLeaps(rows: readonly StoredRow[], leap: LeapRule, db: Database): Promise<void> {
  const read = rows.filter(row => row.plate !== '');
  if (read.length === 0) return;
  const found = (await neighbours(read, db)).flatMap(({ n, ...other }) => {
    const own = read[n - 1]!;
    const [first, second] = ordered(sighting(own), sighting(other));
    const how = leap(first, second);
    return how ? [{ plate: own.plate, kind: own.kind, first, second, ...how }] : [];
  });
  if (found.length === 0) return;
  await sql`
    insert into clone_suspect (plate, kind, first_id, first_at, first_camera, second_id, second_at, second_camera, metres, kmh)
    select * from json_to_recordset(${JSON.stringify(found.map(asRecord))}::json) as r (
      plate text, kind text, first_id uuid, first_at timestamptz, first_camera text,
      second_id uuid, second_at timestamptz, second_camera text, metres real, kmh real)
    on conflict do nothing`.execute(db);
}

/** `n`: of which row, from 1. The bounds of all let the planner leave out every other day's table. */
async function neighbours(rows: readonly StoredRow[], db: Database): Promise<Neighbour[]> {
  const times = rows.map(row => row.passed_at.getTime());
  const from = new Date(Math.min(...times) - withinMs);
  const to = new Date(Math.max(...times) + withinMs);
  const within = sql`make_interval(secs => ${withinMs / 1000})`;
  const { rows: found } = await sql<Neighbour>`
    select own.n, near.* from unnest(
      ${rows.map(row => row.id)}::uuid[], ${rows.map(row => row.plate)}::text[], ${rows.map(row => row.kind)}::text[],
      ${rows.map(row => row.passed_at.toISOString())}::timestamptz[], ${rows.map(row => row.camera_id)}::text[])
      with ordinality as own (id, plate, kind, at, camera_id, n)
    cross join lateral (
      (select id, passed_at, camera_id from passages p
        where p.plate = own.plate and p.kind = own.kind and p.id <> own.id
          and p.passed_at <= own.at and p.passed_at >= own.at - ${within}
          and p.passed_at >= ${from} and p.passed_at <= ${to}
        order by p.passed_at desc limit 1)
      union all
      (select id, passed_at, camera_id from passages p
        where p.plate = own.plate and p.kind = own.kind and p.id <> own.id
          and p.passed_at > own.at and p.passed_at <= own.at + ${within}
          and p.passed_at >= ${from} and p.passed_at <= ${to}
        order by p.passed_at limit 1)) as near
    where near.camera_id <> own.camera_id`.execute(db);
  return found;
}

function sighting({ id, passed_at, camera_id }: Omit<Neighbour, 'n'>): Sighting {
  return { id, cameraId: camera_id, passedMs: passed_at.getTime() };
}

function ordered(a: Sighting, b: Sighting): [Sighting, Sighting] {
  return a.passedMs < b.passedMs || (a.passedMs === b.passedMs && a.id < b.id) ? [a, b] : [b, a];
}

function asRecord({
  plate,
  kind,
  first,
  second,
  metres,
  kmh,
}: {
  plate: string;
  kind: string;
  first: Sighting;
  second: Sighting;
  metres: number;
  kmh: number;
}): object {
  return {
    ...{ plate, kind, metres, kmh },
    ...{ first_id: first.id, first_at: new Date(first.passedMs), first_camera: first.cameraId },
    ...{ second_id: second.id, second_at: new Date(second.passedMs), second_camera: second.cameraId },
  };
}
