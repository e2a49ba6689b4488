// The database this core works on, up to date: its own embedded one, or a server's.
import { mkdirSync } from 'node:fs';
import type { Clock } from '@brightwall/kit/clock';
import { lockDataFolder } from '@brightwall/kit/data-lock';
import { sql } from 'kysely';
import { type Database, openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate } from './migrate.ts';

export interface OpenStoreOptions {
  readonly dataDir: string;
  /** An external PostgreSQL; without it the embedded one is started in the data folder. */
  readonly url: string | undefined;
  readonly clock: Clock;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', text: string) => void;
}

export interface Store {
  readonly db: Database;
  /** Rejects while the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Throws DataFolderInUse, MigrationRefused, or what the database says. */
export async function openStore({ dataDir, url, clock, log }: OpenStoreOptions): Promise<Store> {
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockDataFolder(dataDir, 'core');
  // Ends in reverse order, whether everything was started or only the first of it.
  const ends: (() => Promise<void> | void)[] = [unlock];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const embedded = url === undefined ? await startEmbeddedPostgres({ dataDir, clock, log }) : null;
    if (embedded) ends.push(() => embedded.close());
    let closing = false;
    const db = await openDatabase(embedded ? embedded.connection : { url: url! }, error => {
      // Idle connections may hear of the end from the server before they have said goodbye.
      if (!closing) log('warn', `a database connection broke: ${error.message}`);
    });
    ends.push(() => {
      closing = true;
      return db.destroy();
    });
    for (const name of await migrate(db)) log('info', `migrated: ${name}`);
    const ping = async () => {
      await sql`select 1`.execute(db);
    };
    return { db, ping, close };
  } catch (error) {
    await close();
    throw error;
  }
}
