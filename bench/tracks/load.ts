// The city's history into databases: each day's rows by COPY in the order of time into a table of its own, which
// then becomes the day's partition and gets its indexes at once; then the counts, and the suspects that ingest would
// have found. load.test.ts holds the outcome against ingest's. The city's end is left for ingest itself.

import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../server/src/store/database.ts';
import { dayOf, PassageDays, tableOfDay } from '../../server/src/store/passage-days.ts';
import type { City } from './city/city.ts';
import { copyColumns, writeCopyFile } from './copy-file.ts';
import { findSuspects } from './suspects.ts';

const rowsPerFile = 250_000;
const dayMs = 86_400_000;

/** Rows before `until`; the databases hold no passages yet. `folder`: for files that the servers read. */
export async function load(
  city: City,
  until: number,
  databases: readonly Database[],
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const all = (run: (db: Database) => Promise<unknown>) => Promise.all(databases.map(run));
  await all(db => sql`alter system set max_wal_size = '4GB'`.execute(db));
  await all(db => sql`select pg_reload_conf()`.execute(db));
  for (const { day, from, to } of daysOf(city, until)) {
    // One transaction for a day, so that its rows are written frozen and need no second writing by vacuum.
    const open = await Promise.all(databases.map(db => db.startTransaction().execute()));
    const each = (run: (db: Database) => Promise<unknown>) => Promise.all(open.map(run));
    await each(db => create(day, db));
    let file: Promise<unknown> = Promise.resolve();
    for (let n = from; n < to; n += rowsPerFile) {
      const path = join(folder, `rows-${n}`);
      await writeCopyFile(city, n, Math.min(to, n + rowsPerFile), path);
      // The next file is written while the servers read this one.
      await file;
      file = each(db => copy(day, path, db)).then(() => rmSync(path));
      process.stderr.write(`tracks: ${Math.min(to, n + rowsPerFile)} of ${until} rows\n`);
    }
    await file;
    await each(db => attach(day, db));
    await Promise.all(open.map(transaction => transaction.commit().execute()));
  }
  await all(db => new PassageDays(db).ensure(Array.from({ length: 5 }, (_, n) => dayOf(city.startMs) + n)));
  process.stderr.write('tracks: counts …\n');
  await all(rebuildCounts);
  const found = JSON.stringify(findSuspects(city, until));
  await all(db =>
    sql`insert into clone_suspect select * from json_populate_recordset(null::clone_suspect, ${found}::json)`.execute(
      db,
    ),
  );
  await all(db => sql`vacuum analyze`.execute(db));
  await all(db => sql`alter system reset max_wal_size`.execute(db));
  await all(db => sql`select pg_reload_conf()`.execute(db));
  await all(db => sql`checkpoint`.execute(db));
}

function daysOf({ passed }: City, until: number): { day: number; from: number; to: number }[] {
  const days: { day: number; from: number; to: number }[] = [];
  for (let n = 0; n < until; n++) {
    const day = dayOf(passed.atMs[n]!);
    const last = days.at(-1);
    if (last?.day === day) last.to = n + 1;
    else days.push({ day, from: n, to: n + 1 });
  }
  return days;
}

async function create(day: number, db: Database): Promise<void> {
  const like = sql`like passages including defaults including constraints`;
  await sql`create table ${sql.table(tableOfDay(day))} (${like})`.execute(db);
}

async function copy(day: number, path: string, db: Database): Promise<void> {
  const into = `${tableOfDay(day)} (${copyColumns.join(', ')})`;
  await sql.raw(`copy ${into} from '${path}' with (freeze)`).execute(db);
}

/** Attaching makes the indexes. */
async function attach(day: number, db: Database): Promise<void> {
  const [from, to] = [day, day + 1].map(at => new Date(at * dayMs).toISOString());
  await sql`set local maintenance_work_mem = '1GB'`.execute(db);
  await sql`alter table passages attach partition ${sql.table(tableOfDay(day))}
    for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(db);
}

async function rebuildCounts(db: Database): Promise<void> {
  await db.transaction().execute(async transaction => {
    await sql`set local work_mem = '512MB'`.execute(transaction);
    await sql`select rebuild_counts()`.execute(transaction);
  });
}
