import type { Calibration } from '@brightwall/protocol/calibration';
import { sql } from 'kysely';
import type { Database } from './database.ts';

export class CalibrationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(cameraId: string): Promise<Calibration | null> {
    const row = await this.#db
      .selectFrom('camera_calibrations')
      .select('calibration')
      .where('camera_id', '=', cameraId)
      .executeTakeFirst();
    return row?.calibration ?? null;
  }

  /** False when there is no such camera. */
  async put(cameraId: string, calibration: Calibration, changedMs: number): Promise<boolean> {
    const { numAffectedRows } = await sql`
      insert into camera_calibrations (camera_id, calibration, changed_at)
      select id, ${JSON.stringify(calibration)}::jsonb, ${new Date(changedMs)} from camera where id = ${cameraId}
      on conflict (camera_id) do update
        set calibration = excluded.calibration, changed_at = excluded.changed_at`.execute(this.#db);
    return (numAffectedRows ?? 0n) > 0n;
  }

  async remove(cameraId: string): Promise<void> {
    await this.#db.deleteFrom('camera_calibrations').where('camera_id', '=', cameraId).execute();
  }
}
