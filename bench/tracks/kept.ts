// A city that is loaded once and measured often: without its tail, which goes in anew with each measurement.
import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { sql } from 'kysely';
import type { City } from './city/city.ts';
import type { Engine } from './engine.ts';
import { load } from './load.ts';

/** Tables that ingest keeps up to date; as they were loaded they are kept beside. */
const counted = ['vehicle', 'plate_day', 'gate_hour', 'clone_suspect'];
/** Passages that go in by ingest: half a minute of it, so that checkpoints count; of a small city a fifth. */
export function tailOf(passages: number): number {
  return Math.min(300_000, Math.floor(passages / 5));
}

export async function loadOnce(
  city: City,
  engines: readonly Engine[],
  { seed, rows, folder }: { seed: number; rows: number; folder: string },
): Promise<void> {
  const kept = join(folder, 'loaded.json');
  const what = JSON.stringify({ seed, rows, engines: engines.map(({ name }) => name) });
  if (existsSync(kept)) {
    if (readFileSync(kept, 'utf8') !== what) throw new Error(`${folder} holds another city`);
    // What a measurement that was cut short put in goes out again.
    for (const engine of engines) if (await hasTail(engine, city)) await takeBack(engine, city);
    return;
  }
  const databases = engines.map(({ db }) => db);
  await load(city, rows - tailOf(rows), databases, join(folder, 'copy'));
  for (const { db } of engines)
    for (const table of counted)
      await sql`create table ${sql.table(`loaded_${table}`)} as table ${sql.table(table)}`.execute(db);
  writeFileSync(kept, what);
}

/**
 * Reads the database's files, so that what fits of them is in memory, as it is where questions are asked all day; the targets
 * are of that (storage.md). A city that was loaded hours ago is on the disk alone.
 */
export async function warm({ db }: Engine): Promise<void> {
  const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(db);
  const base = join(rows[0]!.data_directory, 'base');
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    await finished(createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 2 ** 20 }).resume());
  }
}

async function hasTail({ db }: Engine, city: City): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select 1 from passages where passed_at >= ${tailBegins(city)}) as there`.execute(db);
  return rows[0]!.there;
}

export async function takeBack({ db }: Engine, city: City): Promise<void> {
  await sql`delete from passages where passed_at >= ${tailBegins(city)}`.execute(db);
  for (const table of ['watch_hit', 'watch_alert']) await sql`delete from ${sql.table(table)}`.execute(db);
  for (const table of counted) {
    await sql`truncate ${sql.table(table)}`.execute(db);
    await sql`insert into ${sql.table(table)} select * from ${sql.table(`loaded_${table}`)}`.execute(db);
  }
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
}

function tailBegins({ passed }: City): Date {
  return new Date(passed.atMs[passed.atMs.length - tailOf(passed.atMs.length)]!);
}
