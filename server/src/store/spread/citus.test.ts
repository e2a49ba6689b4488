// Citus is not to be had here: its two functions are stood in for by ones that refuse what its manual says it refuses
// (docs.citusdata.com: create_distributed_table, "Unique constraints", "Foreign keys"), on the product's own tables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@brightwall/kit/clock';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delivery } from '../../testing/deliveries.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { openStore, type Store } from '../open.ts';
import { PassageStore } from '../passages.ts';

const folder = tempFolder('citus');
let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir: folder.path, url: undefined, clock: systemClock, log: () => {} });
  await new PassageStore(store.db).insert([delivery('a'.repeat(16)).passage], Date.now());
  await sql
    .raw(`
    create table distributed (name text, by_column text, beside text);
    create function create_distributed_table(name regclass, by_column text, colocate_with text default 'default')
    returns void language plpgsql as $$
    begin
      if exists (select 1 from pg_index where indrelid = name and indisunique and not exists (
          select 1 from pg_attribute where attrelid = name and attname = by_column
            and attnum = any((indkey::int2[])[0:indnkeyatts - 1])))
        then raise exception 'a unique index of % is without %', name, by_column; end if;
      if exists (select 1 from pg_constraint where contype = 'f' and name in (conrelid, confrelid))
        then raise exception '% has a foreign key', name; end if;
      if exists (select 1 from pg_trigger where tgrelid = name and not tgisinternal)
        then raise exception '% has a trigger', name; end if;
      if not exists (select 1 from pg_attribute where attrelid = name and attname = by_column and attnotnull)
        then raise exception '% may be null in %', by_column, name; end if;
      insert into distributed values (name::text, by_column, colocate_with);
    end $$;
    create function create_distributed_function(name regprocedure) returns void language plpgsql as $$
    begin insert into distributed values (name::text, null, null); end $$;`)
    .execute(store.db);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const distribution = readFileSync(join(import.meta.dirname, 'citus.sql'), 'utf8');

it('each table that is distributed has what the engine asks for, and lies beside the passages of its vehicle', async () => {
  await sql.raw(distribution).execute(store.db);
  const { rows } = await sql<{ name: string; by_column: string | null; beside: string | null }>`
    select * from distributed`.execute(store.db);
  expect(rows.map(({ name, by_column, beside }) => [name, by_column, beside])).toEqual([
    ['passages', 'plate', 'default'],
    ['vehicle', 'plate', 'passages'],
    ['plate_day', 'plate', 'passages'],
    ['clone_suspect', 'plate', 'passages'],
    ['gate_hour', 'camera_id', 'none'],
    ['china_day(timestamp with time zone)', null, null],
    ['china_hour(timestamp with time zone)', null, null],
  ]);
});

it('a table that could not be distributed is noticed', async () => {
  const refused = sql`select create_distributed_table('audit', 'user_id')`.execute(store.db);
  await expect(refused).rejects.toThrow('a unique index of audit is without user_id');
});
