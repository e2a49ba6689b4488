// Passages as the indexes know them: none of these but looksOf reads the rows themselves.
import { type RawBuilder, sql } from 'kysely';
import type { AreaWindow, PlateLook, Seen, Span, VehicleKey } from '../../passages/analysis/ports.ts';
import type { Database } from '../database.ts';

/** Of one vehicle; no car passes gates more often in a month. */
const mostOfOne = 20_000;
const mostOfAll = 200_000;

interface SeenRow {
  id: string;
  plate: string;
  kind: string;
  camera_id: string;
  passed_at: Date;
}

export function within({ fromMs, toMs }: Span): RawBuilder<unknown> {
  return sql`passed_at >= ${new Date(fromMs)} and passed_at < ${new Date(toMs)}`;
}

export async function passagesOf(
  db: Database,
  plate: string,
  kind: string | null,
  span: Span,
): Promise<Seen[]> {
  const { rows } = await sql<SeenRow>`
    select id, plate, kind, camera_id, passed_at from passages
    where plate = ${plate} and ${within(span)} ${kind === null ? sql`` : sql`and kind = ${kind}`}
    order by passed_at, id limit ${mostOfOne}`.execute(db);
  return rows.map(toSeen);
}

export async function passagesOfAll(
  db: Database,
  vehicles: readonly VehicleKey[],
  span: Span,
  cameraIds: readonly string[],
): Promise<Seen[]> {
  if (vehicles.length === 0) return [];
  const at = cameraIds.length > 0 ? sql`and camera_id = any(${cameraIds}::text[])` : sql``;
  const { rows } = await sql<SeenRow>`
    select id, plate, kind, camera_id, passed_at from passages
    where plate = any(${[...new Set(vehicles.map(({ plate }) => plate))]}::text[]) and ${within(span)} ${at}
    order by passed_at, id limit ${mostOfAll}`.execute(db);
  const wanted = new Set(vehicles.map(keyOf));
  return rows.filter(row => wanted.has(keyOf(row))).map(toSeen);
}

export async function passagesAt(
  db: Database,
  { cameraIds, ...span }: AreaWindow,
): Promise<Omit<Seen, 'id'>[]> {
  const { rows } = await sql<Omit<SeenRow, 'id'>>`
    select plate, kind, camera_id, passed_at from passages
    where camera_id = any(${cameraIds}::text[]) and ${within(span)} and plate <> ''
    order by passed_at limit ${mostOfAll}`.execute(db);
  return rows.map(({ plate, kind, camera_id, passed_at }) => ({
    ...{ plate, kind, cameraId: camera_id, passedMs: passed_at.getTime() },
  }));
}

export async function looksOf(db: Database, plates: readonly string[], span: Span): Promise<PlateLook[]> {
  const { rows } = await sql<{
    plate: string;
    kind: string;
    colour: string;
    passages: number;
    first: Date;
    last: Date;
  }>`
    select plate, kind, colour, count(*) as passages, min(passed_at) as first, max(passed_at) as last
    from passages where plate = any(${plates}::text[]) and ${within(span)}
    group by plate, kind, colour order by passages desc, plate, kind, colour`.execute(db);
  return rows.map(({ first, last, ...look }) => ({
    ...look,
    firstMs: first.getTime(),
    lastMs: last.getTime(),
  }));
}

export async function known(db: Database, plates: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ plate: string }>`
    select distinct plate from vehicle where plate = any(${plates}::text[])`.execute(db);
  return rows.map(({ plate }) => plate);
}

export function keyOf({ plate, kind }: VehicleKey): string {
  return `${plate} ${kind}`;
}

function toSeen({ camera_id, passed_at, ...row }: SeenRow): Seen {
  return { ...row, cameraId: camera_id, passedMs: passed_at.getTime() };
}
