import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCity } from './city/city.ts';
import { type Engine, openEngine } from './engine.ts';
import { ingest } from './ingest.ts';
import { load } from './load.ts';

const city = makeCity({ seed: 5, rows: 12_000 });
const folder = mkdtempSync(join(tmpdir(), 'brightwall-load-'));
let [loaded, ingested]: Engine[] = [];

beforeAll(async () => {
  chmodSync(folder, 0o755);
  loaded = await openEngine('loaded', { dataDir: join(folder, 'a'), url: undefined }, city);
  ingested = await openEngine('ingested', { dataDir: join(folder, 'b'), url: undefined }, city);
  await load(city, 12_000, [loaded.db], join(folder, 'copy'));
  await ingest(ingested, city, 0);
}, 180_000);

afterAll(async () => {
  await loaded?.close();
  await ingested?.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each(['passages', 'vehicle', 'plate_day', 'gate_hour', 'clone_suspect'])(
  'a load leaves in %s what ingest would have left',
  async table => {
    const [ours, theirs] = [await rowsOf(table, loaded!), await rowsOf(table, ingested!)];
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours).toEqual(theirs);
  },
);

it.each(['passages', 'passages_20261122'])(
  'a load leaves %s with the indexes and constraints it has',
  async table => {
    const of = async ({ db }: Engine) => {
      const { rows } = await sql<{ what: string }>`
      select replace(pg_get_indexdef(indexrelid), indexrelid::regclass::text, '') as what
      from pg_index where indrelid = ${table}::regclass
      union all select pg_get_constraintdef(oid) from pg_constraint where conrelid = ${table}::regclass`.execute(
        db,
      );
      return rows.map(({ what }) => what).sort();
    };
    expect(await of(loaded!)).toEqual(await of(ingested!));
  },
);

/** Those of ingest are received with their batch, so when is left out. */
async function rowsOf(table: string, { db }: Engine): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select (to_jsonb(t) - 'received_at')::text as row from ${sql.table(table)} t`.execute(db);
  return rows.map(({ row }) => row).sort();
}
