// Gate events, written with the passages they are of, in their transaction: no crash is between the two, and a
// passage that is stored once is an event once.
import type { GateCounts, GateEvent, GateEventSearch, GateVerdict, GateWay } from '@brightwall/protocol/park';
import type { Passage } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { GateEventsPort, Look } from '../park/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';
import type { Alongside } from './passages.ts';

/** Whoever writes of several vehicles that are inside queues here, and nobody deadlocks; any constant. */
export const presenceLockKey = 0x62_77_67_65; // "bwge"

/** For PassageStore: a group without a gate's passage costs nothing but being looked at. */
export function gatesAlongside({
  judge,
  tell,
}: {
  readonly judge: (passages: readonly Passage[]) => GateEvent[];
  /** After the commit. */
  readonly tell: (events: readonly GateEvent[]) => void;
}): Alongside {
  return passages => {
    // The same passage twice in one group is one event.
    const events = [...new Map(judge(passages).map(event => [event.id, event])).values()];
    if (events.length === 0) return null;
    return async (transaction, freshIds) => {
      const fresh = events.filter(({ id }) => freshIds.has(id));
      try {
        await write(fresh, transaction);
      } catch (error) {
        // Whatever it is, it is no fault of the passages: they are not refused for it, and come again.
        throw new Error('gate events could not be written', { cause: error });
      }
      return { told: () => tell(fresh) };
    };
  };
}

async function write(events: readonly GateEvent[], transaction: Database): Promise<void> {
  if (events.length === 0) return;
  await sql`select pg_advisory_xact_lock(${presenceLockKey}::bigint)`.execute(transaction);
  const records = JSON.stringify(
    events.map(({ id, cameraId, passedMs, plate, ...event }) => ({
      ...{ ...event, passage_id: id, camera_id: cameraId, plate: plate ?? '' },
      passed_at: new Date(passedMs).toISOString(),
    })),
  );
  await sql`
    with event as (
      insert into gate_event (passage_id, camera_id, passed_at, way, verdict, plate, kind, colour, pictures, listed)
      select passage_id, camera_id, passed_at, way, verdict, plate, kind, colour,
        nullif(pictures, 'null'), nullif(listed, 'null')
      from json_to_recordset(${records}::json) as r (passage_id uuid, camera_id text, passed_at timestamptz,
        way text, verdict text, plate text, kind text, colour text, pictures jsonb, listed jsonb)
      returning passage_id, camera_id, passed_at, way, plate, kind)
    insert into park_presence as known (plate, kind, in_at, in_camera, in_passage, out_at)
    select plate, kind, max(passed_at) filter (where way = 'in'),
      (array_agg(camera_id order by passed_at desc) filter (where way = 'in'))[1],
      (array_agg(passage_id order by passed_at desc) filter (where way = 'in'))[1],
      max(passed_at) filter (where way = 'out')
    from event where plate <> '' and way <> 'unknown' group by plate, kind
    on conflict (plate, kind) do update set
      in_at = greatest(known.in_at, excluded.in_at),
      in_camera = case when excluded.in_at > coalesce(known.in_at, '-infinity')
        then excluded.in_camera else known.in_camera end,
      in_passage = case when excluded.in_at > coalesce(known.in_at, '-infinity')
        then excluded.in_passage else known.in_passage end,
      out_at = greatest(known.out_at, excluded.out_at)`.execute(transaction);
  // A kind of plate that was made out at one gate and not at the other is one vehicle.
  const left = events.filter(({ plate, way }) => plate !== null && way === 'out');
  for (const { plate, kind, passedMs } of left)
    await sql`
      update park_presence set out_at = greatest(out_at, ${new Date(passedMs)})
      where plate = ${plate} and kind <> ${kind} and (kind = 'unknown' or ${kind}::text = 'unknown')`.execute(
      transaction,
    );
}

interface EventRow {
  passage_id: string;
  camera_id: string;
  passed_at: Date;
  way: GateWay;
  verdict: GateVerdict;
  plate: string;
  kind: GateEvent['kind'];
  colour: GateEvent['colour'];
  pictures: GateEvent['pictures'];
  listed: GateEvent['listed'];
}

export class GateEventStore implements GateEventsPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async newest(limit: number): Promise<GateEvent[]> {
    const { rows } = await sql<EventRow>`
      select * from gate_event order by passed_at desc, passage_id desc limit ${limit}`.execute(this.#db);
    return rows.map(fromRow);
  }

  async counts(fromMs: number): Promise<GateCounts> {
    const { rows } = await sql<{ way: GateWay; verdict: GateVerdict; n: number }>`
      select way, verdict, count(*) as n from gate_event where passed_at >= ${new Date(fromMs)}
      group by way, verdict`.execute(this.#db);
    const counts: GateCounts = {
      ...{ in: 0, out: 0 },
      verdicts: {
        ...{ permitted: 0, visitor: 0, expired: 0, refused: 0, near: 0, unknown: 0, unreadable: 0 },
      },
    };
    for (const { way, verdict, n } of rows) {
      if (way !== 'unknown') counts[way] += n;
      counts.verdicts[verdict] += n;
    }
    return counts;
  }

  async search(
    query: Omit<GateEventSearch, 'purposeId'> & { limit: number },
    look: Look,
  ): Promise<GateEvent[]> {
    return audited(this.#db, look, async transaction => {
      const { rows } = await sql<EventRow>`
        select * from gate_event
        where passed_at >= ${new Date(query.fromMs)} and passed_at < ${new Date(query.toMs)}
        ${query.plate === '' ? sql`` : sql`and strpos(plate, ${query.plate}) > 0`}
        ${query.cameraIds.length === 0 ? sql`` : sql`and camera_id = any(${query.cameraIds}::text[])`}
        ${query.verdicts.length === 0 ? sql`` : sql`and verdict = any(${query.verdicts}::text[])`}
        order by passed_at desc, passage_id desc limit ${query.limit}`.execute(transaction);
      return { given: rows.map(fromRow), results: rows.length };
    });
  }

  async sweep(beforeMs: number): Promise<void> {
    await sql`delete from gate_event where passed_at < ${new Date(beforeMs)}`.execute(this.#db);
  }
}

function fromRow(row: EventRow): GateEvent {
  const { way, verdict, plate, kind, colour, pictures, listed } = row;
  return {
    ...{ id: row.passage_id, cameraId: row.camera_id, passedMs: row.passed_at.getTime(), way, verdict },
    ...{ plate: plate === '' ? null : plate, kind, colour, pictures, listed },
  };
}
