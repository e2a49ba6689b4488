// Alerts of the watch list: raised in the transaction of the passages that raise them, so that neither is there
// without the other, and taken on step by step.
import type { ParkAlert } from '@brightwall/protocol/park';
import type { AlertState, AlertStep, WatchAlert } from '@brightwall/protocol/watch-alert';
import { sql } from 'kysely';
import type { AlertsPort } from '../alerts/ports.ts';
import type { Database } from './database.ts';
import { fromRow, type PassageRow } from './passage-row.ts';

interface AlertRow {
  id: string;
  entry_id: string;
  /** Null, with what follows of the entry, where a park's gate raised it. */
  purpose_id: string | null;
  pattern: string | null;
  reason: string | null;
  case_number: string | null;
  unit: string | null;
  park: ParkAlert | null;
  state: AlertState;
  plate: string;
  kind: WatchAlert['kind'];
  raised_at: Date;
  passed_at: Date;
  camera_id: string;
  hits: number;
  last_passed_at: Date;
  last_camera_id: string;
  steps: AlertStep[] | null;
}

export class WatchAlertStore implements AlertsPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async list({
    open,
    after,
    limit,
  }: {
    open: boolean;
    after: string | null;
    limit: number;
  }): Promise<WatchAlert[]> {
    const { rows } = await sql<{ id: string }>`
      select id from watch_alert
      where ${open ? sql`state <> 'fed-back'` : sql`state = 'fed-back'`}
      ${after === null ? sql`` : sql`and id < ${after}`}
      order by id desc limit ${limit}`.execute(this.#db);
    return (
      await readAlerts(
        rows.map(({ id }) => id),
        this.#db,
      )
    ).map(({ purposeId: _, ...alert }) => alert);
  }

  async get(id: string): Promise<(WatchAlert & { purposeId: string | null }) | null> {
    return (await readAlerts([id], this.#db))[0] ?? null;
  }

  async step(
    id: string,
    { from, to, step, userId }: { from: AlertState; to: AlertState; step: AlertStep; userId: string },
  ): Promise<WatchAlert | null> {
    return this.#db.transaction().execute(async transaction => {
      const changed = await sql`
        update watch_alert set state = ${to} where id = ${id} and state = ${from}`.execute(transaction);
      if (changed.numAffectedRows !== 1n) return null;
      await sql`
        insert into watch_alert_step (alert_id, n, kind, user_id, username, at, note)
        select ${id}, 1 + count(*), ${step.kind}, ${userId}, ${step.username}, ${new Date(step.atMs)}, ${step.note}
        from watch_alert_step where alert_id = ${id}`.execute(transaction);
      const { purposeId: _, ...alert } = (await readAlerts([id], transaction))[0]!;
      return alert;
    });
  }
}

/** Newest first. */
export async function readAlerts(
  ids: readonly string[],
  db: Database,
): Promise<(WatchAlert & { purposeId: string | null })[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AlertRow>`
    select a.id, a.entry_id, e.purpose_id, e.plate as pattern, e.reason, p.case_number, p.unit, a.park, a.state, a.plate,
      a.kind, a.raised_at, a.passed_at, a.camera_id, a.hits, a.last_passed_at, a.last_camera_id, (
        select json_agg(json_build_object('kind', s.kind, 'username', s.username, 'note', s.note,
          'atMs', round(extract(epoch from s.at) * 1000)) order by s.n)
        from watch_alert_step s where s.alert_id = a.id) as steps
    from watch_alert a left join watch_entry e on e.id = a.entry_id left join purpose p on p.id = e.purpose_id
    where a.id = any(${ids}::uuid[]) order by a.id desc`.execute(db);
  const passages = await sql<PassageRow & { alert_id: string }>`
    select a.id as alert_id, passages.* from watch_alert a
    join passages on passages.plate = a.plate and passages.passed_at = a.passed_at and passages.id = a.passage_id
    where a.id = any(${ids}::uuid[])`.execute(db);
  const byAlert = new Map(passages.rows.map(row => [row.alert_id, fromRow(row)]));
  return rows.map(row => ({
    id: row.id,
    park: row.park,
    entry: {
      id: row.entry_id,
      plate: row.pattern ?? row.plate,
      reason: row.reason ?? row.park?.note ?? '',
      caseNumber: row.case_number ?? '',
      unit: row.unit ?? row.park?.host ?? '',
    },
    state: row.state,
    plate: row.plate,
    kind: row.kind,
    raisedMs: row.raised_at.getTime(),
    passedMs: row.passed_at.getTime(),
    cameraId: row.camera_id,
    passage: byAlert.get(row.id) ?? null,
    hits: row.hits,
    lastPassedMs: row.last_passed_at.getTime(),
    lastCameraId: row.last_camera_id,
    steps: row.steps ?? [],
    purposeId: row.purpose_id,
  }));
}
