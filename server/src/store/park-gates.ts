import type { Gate, GateRole } from '@brightwall/protocol/park';
import { sql } from 'kysely';
import type { GatesPort, Look } from '../park/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';

export class ParkGateStore implements GatesPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<Gate[]> {
    const { rows } = await sql<{ camera_id: string; role: GateRole }>`
      select camera_id, role from park_gate`.execute(this.#db);
    return rows.map(({ camera_id, role }) => ({ cameraId: camera_id, role }));
  }

  async mark(cameraId: string, role: GateRole | null, look: Look): Promise<void> {
    await audited(this.#db, look, async transaction => {
      await (role === null
        ? sql`delete from park_gate where camera_id = ${cameraId}`
        : sql`insert into park_gate (camera_id, role) values (${cameraId}, ${role})
            on conflict (camera_id) do update set role = excluded.role`
      ).execute(transaction);
      return { given: undefined, results: 1 };
    });
  }
}
