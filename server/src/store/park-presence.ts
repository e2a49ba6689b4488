// Who is inside a park, and the alerts of those that stay too long: each is stored in one transaction with the mark
// that it was raised.
import { uuidV7 } from '@brightwall/kit/uuid';
import type {
  InsideVehicle,
  InsideVehicles,
  ListedAs,
  ParkAlert,
  StayLimits,
} from '@brightwall/protocol/park';
import type { PlateKind } from '@brightwall/protocol/plate';
import type { WatchAlertNews } from '@brightwall/protocol/watch-alert';
import { sql } from 'kysely';
import type { Look, PresencePort } from '../park/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';
import { presenceLockKey } from './gate-events.ts';
import { readAlerts } from './watch-alerts.ts';

/** A limit that is lowered makes many at once: the rest is raised the next time. */
const mostAtOnce = 100;

interface InsideRow {
  plate: string;
  kind: PlateKind;
  in_at: Date;
  in_camera: string;
  in_passage: string;
  listed: ListedAs | null;
  due: Date | null;
}

/** Those inside, with their entry of the list as it is now, and when their stay ends. A visitor that came in after its
    end has been told of at the gate: its end is when it came. */
const inside = sql`
  select p.*, v.listed, least(
    case when v.list = 'visitor' then greatest(v.until_at, p.in_at) end,
    p.in_at + l.hours * interval '1 hour') as due
  from park_presence p
  left join lateral (
    select v.list, v.until_at, json_build_object('id', v.id, 'plate', v.plate, 'kind', v.kind, 'list', v.list,
      'untilMs', round(extract(epoch from v.until_at) * 1000), 'note', v.note, 'host', v.host) as listed
    from park_vehicle v
    where v.plate = p.plate and (v.kind = p.kind or v.kind = 'unknown' or p.kind = 'unknown')
    order by v.list = 'refused' desc, v.list = 'visitor' desc limit 1) v on true
  left join park_limit l on l.list = coalesce(v.list, 'unlisted')
  where p.in_at > coalesce(p.out_at, '-infinity')`;

export class ParkPresenceStore implements PresencePort {
  readonly #db: Database;
  readonly #tell: (news: readonly WatchAlertNews[]) => void;

  /** `tell`: after the commit; newest first. */
  constructor(db: Database, tell: (news: readonly WatchAlertNews[]) => void) {
    this.#db = db;
    this.#tell = tell;
  }

  async inside({
    plate,
    limit,
    nowMs,
  }: {
    plate: string;
    limit: number;
    nowMs: number;
  }): Promise<InsideVehicles> {
    const now = new Date(nowMs);
    const { rows } = await sql<InsideRow>`
      select * from (${inside}) i where strpos(plate, ${plate}) > 0
      order by coalesce(due <= ${now}, false) desc, case when due <= ${now} then due end, in_at
      limit ${limit}`.execute(this.#db);
    const counted = await sql<{ total: number; overstaying: number }>`
      select count(*) as total, count(*) filter (where due <= ${now}) as overstaying
      from (${inside}) i`.execute(this.#db);
    return { vehicles: rows.map(fromRow), ...counted.rows[0]! };
  }

  async left(plate: string, kind: PlateKind, atMs: number, look: Look): Promise<boolean> {
    return audited(this.#db, look, async transaction => {
      const { numAffectedRows } = await sql`
        update park_presence set out_at = greatest(in_at, ${new Date(atMs)})
        where plate = ${plate} and kind = ${kind}
          and in_at > coalesce(out_at, '-infinity')`.execute(transaction);
      return { given: numAffectedRows === 1n, results: Number(numAffectedRows) };
    });
  }

  async limits(): Promise<StayLimits> {
    const { rows } = await sql<{ list: keyof StayLimits; hours: number }>`
      select list, hours from park_limit`.execute(this.#db);
    const set = Object.fromEntries(rows.map(({ list, hours }) => [list, hours]));
    return { permitted: null, visitor: null, refused: null, unlisted: null, ...set };
  }

  async setLimits(limits: StayLimits, look: Look): Promise<void> {
    await audited(this.#db, look, async transaction => {
      await sql`delete from park_limit`.execute(transaction);
      for (const [list, hours] of Object.entries(limits))
        if (hours !== null)
          await sql`insert into park_limit (list, hours) values (${list}, ${hours})`.execute(transaction);
      return { given: undefined, results: 1 };
    });
  }

  async raiseOverstays(nowMs: number): Promise<number> {
    const now = new Date(nowMs);
    const news = await this.#db.transaction().execute(async transaction => {
      await sql`select pg_advisory_xact_lock(${presenceLockKey}::bigint)`.execute(transaction);
      const { rows } = await sql<InsideRow & { due: Date }>`
        select * from (${inside}) i
        where due <= ${now} and due > in_at and due > coalesce(overstay_due, '-infinity')
        order by due limit ${mostAtOnce}`.execute(transaction);
      if (rows.length === 0) return [];
      const ids: string[] = [];
      for (const row of rows) {
        const id = uuidV7(nowMs);
        ids.push(id);
        const park: ParkAlert = {
          ...{ cause: 'overstay', way: 'in', note: row.listed?.note ?? '', host: row.listed?.host ?? '' },
        };
        await sql`
          insert into watch_alert (id, entry_id, plate, kind, passage_id, passed_at, camera_id, raised_at, hits,
            last_passed_at, last_camera_id, state, park)
          values (${id}, ${row.listed?.id ?? row.in_passage}, ${row.plate}, ${row.kind}, ${row.in_passage},
            ${row.in_at}, ${row.in_camera}, ${now}, 1, ${row.in_at}, ${row.in_camera}, 'raised',
            ${JSON.stringify(park)})`.execute(transaction);
        await sql`
          update park_presence set overstay_due = ${row.due}
          where plate = ${row.plate} and kind = ${row.kind}`.execute(transaction);
      }
      return (await readAlerts(ids, transaction)).map(({ purposeId: _, ...alert }) => ({
        alert,
        raised: true,
      }));
    });
    if (news.length > 0) this.#tell(news);
    return news.length;
  }

  async sweep(beforeMs: number): Promise<void> {
    await sql`
      delete from park_presence
      where greatest(in_at, out_at) < ${new Date(beforeMs)}`.execute(this.#db);
  }
}

function fromRow({ plate, kind, in_at, in_camera, listed, due }: InsideRow): InsideVehicle {
  return { plate, kind, inMs: in_at.getTime(), cameraId: in_camera, listed, dueMs: due?.getTime() ?? null };
}
