import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import { sql } from 'kysely';
import type { Database } from './database.ts';

export class PlateSetupStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<{ cameraId: string; setup: PlateSetup }[]> {
    const rows = await this.#db.selectFrom('camera_plate_setups').select(['camera_id', 'setup']).execute();
    return rows.map(row => ({ cameraId: row.camera_id, setup: row.setup }));
  }

  /** False when there is no such camera. */
  async put(cameraId: string, setup: PlateSetup, changedMs: number): Promise<boolean> {
    const { numAffectedRows } = await sql`
      insert into camera_plate_setups (camera_id, setup, changed_at)
      select id, ${JSON.stringify(setup)}::jsonb, ${new Date(changedMs)} from camera where id = ${cameraId}
      on conflict (camera_id) do update set setup = excluded.setup, changed_at = excluded.changed_at`.execute(
      this.#db,
    );
    return (numAffectedRows ?? 0n) > 0n;
  }
}
