// 套牌 of the whole city: read from what ingest found.
import { sql } from 'kysely';
import type { LeapPair, Span } from '../../passages/analysis/ports.ts';
import type { Database } from '../database.ts';

const mostPairs = 5_000;

interface SuspectRow {
  plate: string;
  kind: string;
  first_id: string;
  first_at: Date;
  first_camera: string;
  second_id: string;
  second_at: Date;
  second_camera: string;
  metres: number;
  kmh: number;
}

export async function leaps(
  db: Database,
  { fromMs, toMs }: Span,
  minKmh: number,
  minPairs: number,
): Promise<LeapPair[]> {
  const { rows } = await sql<SuspectRow>`
    select * from (
      select *, count(*) over (partition by plate, kind) as pairs from clone_suspect
      where second_at >= ${new Date(fromMs)} and second_at < ${new Date(toMs)}
        and (kmh > ${minKmh} or (metres > 10000 and second_at - first_at <= interval '5 minutes'))) as suspect
    where pairs >= ${minPairs}
    order by pairs desc, plate, kind, second_at limit ${mostPairs}`.execute(db);
  return rows.map(row => ({
    ...{ plate: row.plate, kind: row.kind, metres: row.metres, kmh: row.kmh },
    first: { id: row.first_id, cameraId: row.first_camera, passedMs: row.first_at.getTime() },
    second: { id: row.second_id, cameraId: row.second_camera, passedMs: row.second_at.getTime() },
  }));
}
