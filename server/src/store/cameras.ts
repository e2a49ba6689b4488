import type { CameraPatch, CameraPlace, CameraReport } from '@brightwall/protocol/camera';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A camera as stored: the last report without its state (which is of the moment), and what people set over it. */
export interface CameraRow {
  readonly report: Omit<CameraReport, 'state'>;
  readonly siteId: string;
  readonly agentId: string;
  readonly set: CameraPatch;
}

export class CameraStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<CameraRow[]> {
    const rows = await this.#db.selectFrom('camera').selectAll().orderBy('id').execute();
    return rows.map(row => ({
      report: {
        id: row.id,
        name: row.name,
        source: row.source,
        address: row.address,
        manufacturer: row.manufacturer,
        model: row.model,
        firmware: row.firmware,
        serial: row.serial,
        mac: row.mac,
        ptz: row.ptz,
        clockOffsetMs: row.clock_offset_ms,
        streams: row.streams,
        place: row.place,
        code: row.code,
      },
      siteId: row.site_id,
      agentId: row.agent_id,
      set: {
        ...(row.set_name !== null && { name: row.set_name }),
        ...(row.set_place !== null && { place: row.set_place }),
        ...(row.set_field_of_view_deg !== null && { fieldOfViewDeg: row.set_field_of_view_deg }),
        ...(row.set_range_m !== null && { rangeM: row.set_range_m }),
        ...(row.set_code !== null && { code: row.set_code }),
      },
    }));
  }

  /** Writes what agents report; what people set stays. One statement for any number of cameras. */
  async putReports(rows: readonly Omit<CameraRow, 'set'>[], reportedMs: number): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map(({ report, siteId, agentId }) => ({
      id: report.id,
      site_id: siteId,
      agent_id: agentId,
      source: report.source,
      name: report.name,
      address: report.address,
      manufacturer: report.manufacturer,
      model: report.model,
      firmware: report.firmware,
      serial: report.serial,
      mac: report.mac,
      ptz: report.ptz,
      clock_offset_ms: report.clockOffsetMs,
      streams: JSON.stringify(report.streams),
      place: placeJson(report.place),
      code: report.code ?? null,
      reported_at: new Date(reportedMs),
    }));
    const reported = Object.keys(values[0]!).filter(name => name !== 'id' && name !== 'site_id');
    await this.#db
      .insertInto('camera')
      .values(values as never)
      .onConflict(conflict =>
        conflict
          .column('id')
          .doUpdateSet(Object.fromEntries(reported.map(name => [name, sql.ref(`excluded.${name}`)]))),
      )
      .execute();
  }

  /** False when there is no such camera. */
  async set(id: string, patch: CameraPatch): Promise<boolean> {
    const result = await this.#db
      .updateTable('camera')
      .set({
        ...(patch.name !== undefined && { set_name: patch.name }),
        ...(patch.place !== undefined && { set_place: placeJson(patch.place) }),
        ...(patch.fieldOfViewDeg !== undefined && { set_field_of_view_deg: patch.fieldOfViewDeg }),
        ...(patch.rangeM !== undefined && { set_range_m: patch.rangeM }),
        ...(patch.code !== undefined && { set_code: patch.code }),
      } as never)
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }
}

function placeJson(place: CameraPlace | null): string | null {
  return place === null ? null : JSON.stringify(place);
}
