// For tests: everything that a data folder keeps of passages, as lists of text that can be held against another's.
// Without what differs from run to run though nothing is lost: when a row was received, which hit raised an alert.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@brightwall/kit/clock';
import { sql } from 'kysely';
import { openStore } from '../store/open.ts';

const without: Record<string, readonly string[]> = {
  passages: ['received_at'],
  vehicle: [],
  plate_day: [],
  gate_hour: [],
  clone_suspect: [],
  watch_hit: ['alert_id'],
  watch_alert: ['id', 'passage_id', 'passed_at', 'camera_id', 'raised_at'],
};

export async function keptIn(dataDir: string): Promise<Record<string, string[]>> {
  const { db, close } = await openStore({ dataDir, url: undefined, clock: systemClock, log: () => {} });
  try {
    const kept: Record<string, string[]> = {};
    for (const [table, columns] of Object.entries(without)) {
      const { rows } = await sql<{ row: string }>`
        select (to_jsonb(t) - ${[...columns]}::text[])::text as row from ${sql.table(table)} t
        order by 1`.execute(db);
      kept[table] = rows.map(({ row }) => row);
    }
    const pictures = readdirSync(join(dataDir, 'pictures'), { recursive: true, withFileTypes: true });
    kept.pictures = pictures.flatMap(file => (file.isFile() ? [file.name] : [])).sort();
    return kept;
  } finally {
    await close();
  }
}
