import type { PassageImport } from '@brightwall/protocol/passage-import';
import { sql } from 'kysely';
import type { ImportEntry, ImportsPort } from '../passages/ports.ts';
import type { Database } from './database.ts';

/** Append-only, here and in the table. */
export class PassageImportStore implements ImportsPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add({ id, atMs, by, fileName, ...entry }: ImportEntry): Promise<void> {
    await this.#db
      .insertInto('passage_import')
      .values({
        ...entry,
        import_id: id,
        at: new Date(atMs),
        user_id: by.userId,
        username: by.username,
        address: by.address,
        file_name: fileName,
      })
      .execute();
  }

  async newest(limit: number): Promise<PassageImport[]> {
    const { rows } = await sql<NewestRow>`
      select b.import_id, b.at as began_at, b.username, b.system, b.file_name, b.format,
        e.at as ended_at, e.state, coalesce(e.lines, 0) as lines, coalesce(e.stored, 0) as stored,
        coalesce(e.known, 0) as known, coalesce(e.bad, 0) as bad
      from passage_import b
      left join passage_import e on e.import_id = b.import_id and e.state <> 'begun'
      where b.state = 'begun' order by b.at desc, b.import_id desc limit ${limit}`.execute(this.#db);
    return rows.map(row => ({
      id: row.import_id,
      state: row.state ?? 'broken-off',
      beganMs: row.began_at.getTime(),
      endedMs: row.ended_at?.getTime() ?? null,
      username: row.username,
      system: row.system,
      fileName: row.file_name,
      format: row.format,
      lines: row.lines,
      stored: row.stored,
      known: row.known,
      bad: row.bad,
      part: null,
    }));
  }
}

interface NewestRow {
  import_id: string;
  began_at: Date;
  ended_at: Date | null;
  state: 'whole' | 'broken-off' | null;
  username: string;
  system: string;
  file_name: string;
  format: PassageImport['format'];
  lines: number;
  stored: number;
  known: number;
  bad: number;
}
