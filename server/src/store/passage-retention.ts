// Old days of passages go as whole tables, which costs the same for ten rows as for ten million, and leaves no
// holes in the others. In this order, so that an end at any moment leaves what the next sweep goes on with: the
// table is detached (nobody finds its passages any more), its pictures and the vehicles nobody else saw are
// deleted, then it is dropped.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { sql } from 'kysely';
import type { PicturesPort } from '../passages/ports.ts';
import type { Database } from './database.ts';
import { dayOf, tableOfDay } from './passage-days.ts';

/** A new day is an old day for another; within the hour is soon enough. */
const everyMs = 3_600_000;
/** Cores that sweep at once against one database: one does, the others leave it. Any constant. */
const lockKey = 0x62_77_73_77; // "bwsw"
/** Passages looked at in one go. */
const batchRows = 1_000;

export interface Swept {
  readonly days: number;
  readonly pictures: number;
  readonly vehicles: number;
}

export interface RetentionOptions {
  readonly pictures: Pick<PicturesPort, 'sweep'>;
  /** Where the first day begins that is kept. */
  readonly firstKeptMs: () => number;
  readonly onSwept: (swept: Swept) => void;
}

export class PassageRetention {
  readonly #db: Database;
  readonly #options: RetentionOptions;

  constructor(db: Database, options: RetentionOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Sweeps now and every hour, until the signal aborts. */
  async run(signal: AbortSignal, clock: Clock): Promise<void> {
    while (!signal.aborted) {
      const swept = await this.sweep(signal);
      if (swept.days > 0) this.#options.onSwept(swept);
      await sleep(clock, everyMs, signal);
    }
  }

  /** Deletes every day that is not kept; goes on with what an earlier sweep began. */
  async sweep(signal?: AbortSignal): Promise<Swept> {
    const keptFromMs = this.#options.firstKeptMs();
    return this.#db.connection().execute(async one => {
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_lock(${lockKey}::bigint) as mine`.execute(one);
      const swept = { days: 0, pictures: 0, vehicles: 0 };
      if (!rows[0]?.mine) return swept;
      try {
        for (const table of await oldTables(one, keptFromMs)) {
          if (signal?.aborted) break;
          await detach(one, table);
          await this.#empty(one, table.name, keptFromMs, swept, signal);
          if (signal?.aborted) break;
          await sql`drop table ${sql.table(table.name)}`.execute(one);
          swept.days += 1;
        }
        if (swept.days > 0) await forgetCounts(one, keptFromMs);
        return swept;
      } finally {
        await sql`select pg_advisory_unlock(${lockKey}::bigint)`.execute(one);
      }
    });
  }

  async #empty(
    db: Database,
    table: string,
    keptFromMs: number,
    swept: { pictures: number; vehicles: number },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    let after = { plate: '', passed_at: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
    while (!signal?.aborted) {
      const { rows } = await sql<OldRow>`
        select plate, kind, passed_at, id, scene_picture, vehicle_picture, plate_picture
        from ${sql.table(table)} where (plate, passed_at, id) > (${after.plate}, ${after.passed_at}, ${after.id}::uuid)
        order by plate, passed_at, id limit ${batchRows}`.execute(db);
      const last = rows.at(-1);
      if (!last) return;
      swept.pictures += await this.#options.pictures.sweep(hashesOf(rows), keptFromMs);
      swept.vehicles += await forgetVehicles(db, rows);
      after = last;
    }
  }
}

interface OldTable {
  readonly name: string;
  readonly attached: boolean;
  readonly pending: boolean;
}

interface OldRow {
  plate: string;
  kind: string;
  passed_at: Date;
  id: string;
  scene_picture: Buffer | null;
  vehicle_picture: Buffer | null;
  plate_picture: Buffer | null;
}

/** Oldest first; also those that a sweep detached and could not drop. */
async function oldTables(db: Database, keptFromMs: number): Promise<OldTable[]> {
  const { rows } = await sql<OldTable>`
    select c.relname as name, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as pending
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'passages'::regclass
    where c.relkind = 'r' and c.relname ~ '^passages_[0-9]{8}$' and c.relname < ${tableOfDay(dayOf(keptFromMs))}
      and c.relnamespace = (select relnamespace from pg_class where oid = 'passages'::regclass)
    order by c.relname`.execute(db);
  return rows;
}

/** Concurrently: searches and inserts go on meanwhile. One that was cut off has to be finished first. */
async function detach(db: Database, { name, attached, pending }: OldTable): Promise<void> {
  if (!attached) return;
  const how = pending ? sql`finalize` : sql`concurrently`;
  await sql`alter table passages detach partition ${sql.table(name)} ${how}`.execute(db);
}

/** What analyses read of the days that are gone. */
async function forgetCounts(db: Database, keptFromMs: number): Promise<void> {
  const from = new Date(keptFromMs);
  await sql`delete from plate_day where day < china_day(${from})`.execute(db);
  await sql`delete from gate_hour where hour < ${from}`.execute(db);
  await sql`delete from clone_suspect where second_at < ${from}`.execute(db);
}

function hashesOf(rows: readonly OldRow[]): string[] {
  const hashes = new Set<string>();
  for (const { scene_picture, vehicle_picture, plate_picture } of rows)
    for (const hash of [scene_picture, vehicle_picture, plate_picture])
      if (hash) hashes.add(hash.toString('hex'));
  return [...hashes];
}

/**
 * Vehicles of these rows that no kept passage names. Looked for first without a lock, since nearly all are seen
 * again; then those few once more under one that no insert passes, so that none is forgotten that comes just now.
 */
async function forgetVehicles(db: Database, rows: readonly OldRow[]): Promise<number> {
  const seen = new Map(
    rows.filter(({ plate }) => plate !== '').map(row => [`${row.plate} ${row.kind}`, row]),
  );
  const of = (some: readonly { plate: string; kind: string }[]) => sql`
    unnest(${some.map(({ plate }) => plate)}::text[], ${some.map(({ kind }) => kind)}::text[]) as d (plate, kind)`;
  const unseen = sql`not exists (select 1 from passages p where p.plate = d.plate and p.kind = d.kind)`;
  const { rows: gone } = await sql<{ plate: string; kind: string }>`
    select d.plate, d.kind from ${of([...seen.values()])} where ${unseen}`.execute(db);
  if (gone.length === 0) return 0;
  return db.transaction().execute(async transaction => {
    await sql`lock table vehicle in share row exclusive mode`.execute(transaction);
    const { numAffectedRows } = await sql`
      delete from vehicle v using ${of(gone)} where v.plate = d.plate and v.kind = d.kind and ${unseen}`.execute(
      transaction,
    );
    return Number(numAffectedRows ?? 0);
  });
}
