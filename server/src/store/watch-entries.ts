// Entries of the watch list and their steps. A step and the state it leads to are of one transaction, and of one
// with the audit's entry.
import {
  expiringWithinMs,
  type NewWatchEntry,
  type WatchEntries,
  type WatchEntry,
  type WatchGroup,
  type WatchState,
  type WatchStep,
} from '@brightwall/protocol/watch-list';
import { type RawBuilder, sql } from 'kysely';
import type { EntriesPort, EntriesQuery, KnownEntry, Look, WatchTerms } from '../alerts/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';

interface EntryRow {
  id: string;
  plate: string;
  tolerant: boolean;
  kinds: WatchEntry['kinds'];
  colours: WatchEntry['colours'];
  camera_ids: string[];
  areas: WatchEntry['areas'];
  hours: WatchEntry['hours'];
  from_at: Date;
  until_at: Date;
  reason: string;
  state: WatchState;
  case_number: string;
  unit: string;
  steps: WatchStep[];
}

const entries = sql`
  select e.*, p.case_number, p.unit, (
    select json_agg(json_build_object('kind', s.kind, 'username', s.username, 'note', s.note,
      'atMs', round(extract(epoch from s.at) * 1000)) order by s.n)
    from watch_step s where s.entry_id = e.id) as steps
  from watch_entry e join purpose p on p.id = e.purpose_id`;

export class WatchEntryStore implements EntriesPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(id: string, asked: NewWatchEntry, look: Look): Promise<WatchEntry> {
    return audited(this.#db, look, async transaction => {
      await sql`
        insert into watch_entry (id, purpose_id, plate, tolerant, kinds, colours, camera_ids, areas, hours,
          from_at, until_at, reason, state)
        values (${id}, ${asked.purposeId}, ${asked.plate}, ${asked.tolerant}, ${asked.kinds}, ${asked.colours},
          ${asked.cameraIds}, ${JSON.stringify(asked.areas)}, ${asked.hours && JSON.stringify(asked.hours)},
          ${new Date(asked.fromMs)}, ${new Date(asked.untilMs)}, ${asked.reason}, 'applied')`.execute(
        transaction,
      );
      await addStep(id, 'apply', '', look, transaction);
      return { given: await one(id, transaction), results: 0 };
    });
  }

  async known(id: string): Promise<KnownEntry | null> {
    const { rows } = await sql<{ state: WatchState; purpose_id: string; until_at: Date; asked_by: string }>`
      select e.state, e.purpose_id, e.until_at, (
        select s.user_id from watch_step s
        where s.entry_id = e.id and s.kind in ('apply', 'apply-withdrawal') order by s.n desc limit 1) as asked_by
      from watch_entry e where e.id = ${id}`.execute(this.#db);
    const row = rows[0];
    return row
      ? {
          state: row.state,
          purposeId: row.purpose_id,
          untilMs: row.until_at.getTime(),
          askedBy: row.asked_by,
        }
      : null;
  }

  async step(
    id: string,
    { from, to, kind, note }: { from: WatchState; to: WatchState; kind: WatchStep['kind']; note: string },
    look: Look,
  ): Promise<WatchEntry | null> {
    return audited(this.#db, look, async transaction => {
      // Whoever comes second waits for the row, and finds another state in it.
      const changed = await sql`
        update watch_entry set state = ${to} where id = ${id} and state = ${from}`.execute(transaction);
      if (changed.numAffectedRows !== 1n) return { given: null, results: 0 };
      await addStep(id, kind, note, look, transaction);
      return { given: await one(id, transaction), results: 0 };
    });
  }

  async list(query: EntriesQuery): Promise<WatchEntries> {
    const of = (group: WatchGroup) => where(group, query.nowMs);
    const begins = `${query.plate.replace(/[\\%_]/g, '\\$&')}%`;
    const { rows } = await sql<EntryRow>`
      ${entries} where ${of(query.group)} ${query.plate === '' ? sql`` : sql`and e.plate like ${begins}`}
      ${query.after === null ? sql`` : sql`and e.id < ${query.after}`}
      order by e.id desc limit ${query.limit + 1}`.execute(this.#db);
    const counted = await sql<Record<WatchGroup, number>>`
      select count(*) filter (where ${of('waiting')}) as waiting, count(*) filter (where ${of('active')}) as active,
        count(*) filter (where ${of('expiring')}) as expiring, count(*) filter (where ${of('ended')}) as ended
      from watch_entry e`.execute(this.#db);
    const shown = rows.slice(0, query.limit);
    return {
      entries: shown.map(fromRow),
      counts: counted.rows[0]!,
      next: rows.length > query.limit ? shown.at(-1)!.id : null,
    };
  }

  async watched(afterMs: number): Promise<WatchTerms[]> {
    const { rows } = await sql<Omit<EntryRow, 'steps' | 'case_number' | 'unit'>>`
      select * from watch_entry e
      where e.state in ('active', 'withdrawal-applied') and e.until_at > ${new Date(afterMs)}`.execute(
      this.#db,
    );
    return rows.map(termsOf);
  }
}

function where(group: WatchGroup, nowMs: number): RawBuilder<unknown> {
  const now = new Date(nowMs);
  const watched = sql`e.state in ('active', 'withdrawal-applied') and e.until_at > ${now}`;
  switch (group) {
    case 'waiting':
      return sql`(e.state in ('applied', 'withdrawal-applied') and e.until_at > ${now})`;
    case 'active':
      return sql`(${watched})`;
    case 'expiring':
      return sql`(${watched} and e.until_at <= ${new Date(nowMs + expiringWithinMs)})`;
    case 'ended':
      return sql`(e.state in ('refused', 'withdrawn') or e.until_at <= ${now})`;
  }
}

async function addStep(
  entryId: string,
  kind: string,
  note: string,
  look: Look,
  transaction: Database,
): Promise<void> {
  await sql`
    insert into watch_step (entry_id, n, kind, user_id, username, at, note)
    select ${entryId}, 1 + count(*), ${kind}, ${look.userId}, ${look.username}, ${new Date(look.atMs)}, ${note}
    from watch_step where entry_id = ${entryId}`.execute(transaction);
}

async function one(id: string, db: Database): Promise<WatchEntry> {
  const { rows } = await sql<EntryRow>`${entries} where e.id = ${id}`.execute(db);
  return fromRow(rows[0]!);
}

function termsOf(row: Omit<EntryRow, 'steps' | 'case_number' | 'unit'>): WatchTerms {
  const { id, plate, tolerant, kinds, colours, camera_ids, areas, hours, from_at, until_at } = row;
  const [fromMs, untilMs] = [from_at.getTime(), until_at.getTime()];
  return { id, plate, tolerant, kinds, colours, cameraIds: camera_ids, areas, hours, fromMs, untilMs };
}

function fromRow(row: EntryRow): WatchEntry {
  const { reason, state, steps, unit } = row;
  return { ...termsOf(row), reason, caseNumber: row.case_number, unit, state, steps };
}
