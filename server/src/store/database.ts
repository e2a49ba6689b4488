// The one way to the database: a pool behind Kysely. Everything else in store/ takes a `Database`.
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

// pg gives int8 and numeric as strings. Every number here (counts, ids, milliseconds) stays below
// 2^53; one that does not is a bug and shall be seen.
pg.types.setTypeParser(pg.types.builtins.INT8, text => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} exceeds 2^53`);
  return value;
});

export type Connection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** Connects and refuses a server older than the SQL in use needs. `onError`: an idle connection broke; the pool makes a new one. */
export async function openDatabase(
  connection: Connection,
  onError: (error: Error) => void,
): Promise<Database> {
  const where = 'url' in connection ? { connectionString: connection.url } : connection;
  const pool = new pg.Pool({
    ...where,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'brightwall-core',
  });
  pool.on('error', onError);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows } = await sql<{
      version: number;
    }>`select current_setting('server_version_num')::int as version`.execute(db);
    const version = rows[0]?.version ?? 0;
    if (version < 150_000)
      throw new Error(
        `需要 PostgreSQL 15 或更新版本，实际为 ${version} / PostgreSQL 15 or newer is needed, this is ${version}`,
      );
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
