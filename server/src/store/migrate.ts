// Brings the schema up to date: every file of migrations/ once, in the order of their numbers, each in
// a transaction of its own with its record. A file that was changed after it ran is refused.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

export class MigrationRefused extends Error {}

/** Any constant: all cores that start at once against one database queue here. */
const lockKey = 0x62_77_61_6c; // "bwal"

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

export function readMigrations(folder = join(import.meta.dirname, 'migrations')): Migration[] {
  return readdirSync(folder)
    .filter(name => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map(name => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, sql: text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

/** Returns the names that were applied now. */
export async function migrate(db: Database, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return db.connection().execute(async one => {
    await sql`select pg_advisory_lock(${lockKey}::bigint)`.execute(one);
    try {
      return await applyMissing(one, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${lockKey}::bigint)`.execute(one);
    }
  });
}

async function applyMissing(db: Kysely<never> | Database, migrations: Migration[]): Promise<string[]> {
  await sql`create table if not exists schema_migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(db);
  const { rows } = await sql<{
    name: string;
    sha256: string;
  }>`select name, sha256 from schema_migration order by name`.execute(db);
  const done = new Map(rows.map(row => [row.name, row.sha256]));
  for (const { name, sha256 } of migrations) {
    const ran = done.get(name);
    if (ran !== undefined && ran !== sha256)
      throw new MigrationRefused(`迁移 ${name} 执行后被修改 / migration ${name} was changed after it ran`);
  }
  const known = new Set(migrations.map(migration => migration.name));
  const strange = rows.find(row => !known.has(row.name));
  if (strange)
    throw new MigrationRefused(
      `数据库由更新的版本写入（${strange.name}） / the database was written by a newer version (${strange.name})`,
    );
  const missing = migrations.filter(migration => !done.has(migration.name));
  for (const { name, sql: text, sha256 } of missing) {
    await db.transaction().execute(async transaction => {
      await sql.raw(text).execute(transaction);
      await sql`insert into schema_migration (name, sha256) values (${name}, ${sha256})`.execute(transaction);
    });
  }
  return missing.map(migration => migration.name);
}
