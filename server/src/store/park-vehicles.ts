// The park's list. Each change is of one transaction with its entry in the audit.
import type { ParkList, ParkVehicle, ParkVehicles } from '@brightwall/protocol/park';
import { sql } from 'kysely';
import type { Look, ParkListPort, ParkListQuery } from '../park/ports.ts';
import { audited } from './audited.ts';
import type { Database } from './database.ts';

interface VehicleRow {
  id: string;
  plate: string;
  kind: ParkVehicle['kind'];
  list: ParkList;
  from_at: Date | null;
  until_at: Date | null;
  note: string;
  host: string;
  added_by: string;
  added_at: Date;
}

export class ParkVehicleStore implements ParkListPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<ParkVehicle[]> {
    const { rows } = await sql<VehicleRow>`select * from park_vehicle`.execute(this.#db);
    return rows.map(fromRow);
  }

  async add(vehicles: readonly ParkVehicle[], look: Look): Promise<Set<string>> {
    const at = (ms: number | null) => ms && new Date(ms).toISOString();
    const records = vehicles.map(({ fromMs, untilMs, addedBy, addedMs, ...vehicle }) => ({
      ...{ ...vehicle, from_at: fromMs === null ? null : new Date(fromMs).toISOString() },
      ...{ until_at: at(untilMs), added_by: addedBy, added_at: at(addedMs) },
    }));
    return audited(this.#db, look, async transaction => {
      const { rows } = await sql<{ id: string }>`
        insert into park_vehicle (id, plate, kind, list, from_at, until_at, note, host, added_by, added_at)
        select * from json_to_recordset(${JSON.stringify(records)}::json) as r (id uuid, plate text, kind text,
          list text, from_at timestamptz, until_at timestamptz, note text, host text, added_by text,
          added_at timestamptz)
        on conflict (plate, kind) do nothing returning id`.execute(transaction);
      return { given: new Set(rows.map(({ id }) => id)), results: rows.length };
    });
  }

  async prolong(id: string, untilMs: number, look: Look): Promise<ParkVehicle | null> {
    return audited(this.#db, look, async transaction => {
      const { rows } = await sql<VehicleRow>`
        update park_vehicle set until_at = ${new Date(untilMs)}
        where id = ${id} and list = 'visitor' returning *`.execute(transaction);
      return { given: rows[0] ? fromRow(rows[0]) : null, results: rows.length };
    });
  }

  async remove(id: string, look: Look): Promise<boolean> {
    return audited(this.#db, look, async transaction => {
      const { numAffectedRows } = await sql`delete from park_vehicle where id = ${id}`.execute(transaction);
      return { given: numAffectedRows === 1n, results: Number(numAffectedRows) };
    });
  }

  async list({ list, plate, after, limit }: ParkListQuery): Promise<ParkVehicles> {
    const { rows } = await sql<VehicleRow>`
      select * from park_vehicle where true
      ${list === null ? sql`` : sql`and list = ${list}`}
      ${plate === '' ? sql`` : sql`and strpos(plate, ${plate}) > 0`}
      ${after === null ? sql`` : sql`and id < ${after}`}
      order by id desc limit ${limit + 1}`.execute(this.#db);
    const counted = await sql<{ list: ParkList; n: number }>`
      select list, count(*) as n from park_vehicle group by list`.execute(this.#db);
    const vehicles = rows.slice(0, limit).map(fromRow);
    return {
      vehicles,
      counts: {
        ...{ permitted: 0, visitor: 0, refused: 0 },
        ...Object.fromEntries(counted.rows.map(row => [row.list, row.n])),
      },
      next: rows.length > limit ? vehicles.at(-1)!.id : null,
    };
  }

  async sweep(beforeMs: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      delete from park_vehicle where until_at < ${new Date(beforeMs)} returning id`.execute(this.#db);
    return rows.map(({ id }) => id);
  }
}

function fromRow(row: VehicleRow): ParkVehicle {
  const { id, plate, kind, list, note, host } = row;
  return {
    ...{ id, plate, kind, list, note, host },
    ...{ fromMs: row.from_at?.getTime() ?? null, untilMs: row.until_at?.getTime() ?? null },
    ...{ addedBy: row.added_by, addedMs: row.added_at.getTime() },
  };
}
