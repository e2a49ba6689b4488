// Rows of passages. One statement with one parameter for any number of them: the plan is the same each
// time, and 500 rows are one round trip and one sync of the disk.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { dayOf, PassageDays } from './passage-days.ts';
import { fromRow, type PassageRow, toRecord } from './passage-row.ts';

/** Tables that stand ready before midnight comes. */
const daysAhead = 3;
const minuteMs = 60_000;
const lookAheadEveryMs = 6 * 60 * minuteMs;

/** What is written with passages in their transaction: null where nothing is; `told` follows the commit. */
export type Alongside = (
  passages: readonly Passage[],
) => null | ((transaction: Database, freshIds: ReadonlySet<string>) => Promise<{ told: () => void }>);

export class PassageStore {
  readonly #db: Database;
  readonly #days: PassageDays;
  readonly #alongside: Alongside;

  constructor(db: Database, alongside: Alongside = () => null) {
    this.#db = db;
    this.#days = new PassageDays(db);
    this.#alongside = alongside;
  }

  /** Keeps tables ready for today and the days to come, until the signal aborts. */
  async run(signal: AbortSignal, clock: Clock): Promise<void> {
    while (!signal.aborted) {
      const today = dayOf(clock.epochMs());
      await this.#days.ensure(Array.from({ length: 1 + daysAhead }, (_, n) => today + n));
      await sleep(clock, lookAheadEveryMs, signal);
    }
  }

  async insert(passages: readonly Passage[], receivedMs: number): Promise<Set<string>> {
    if (passages.length === 0) return new Set();
    const days = passages.map(passage => dayOf(passedByCoreMs(passage)));
    try {
      await this.#days.ensure(days);
      try {
        return await this.#insert(passages, receivedMs);
      } catch (error) {
        if (codeOf(error) !== noPartition) throw error;
        this.#days.forget();
        await this.#days.ensure(days);
        return await this.#insert(passages, receivedMs);
      }
    } catch (error) {
      // Class 22: data exceptions, 23: constraints (PostgreSQL, appendix A). Those are of the content.
      if (/^2[23]/.test(codeOf(error)) && codeOf(error) !== noPartition)
        throw new AppError('bad-request', error instanceof Error ? error.message.slice(0, 200) : undefined);
      throw error;
    }
  }

  /** Looks back minutes first, then hours: a busy city's last day is millions of rows, a quiet gate's but a few. */
  async newest(limit: number, nowMs: number): Promise<Passage[]> {
    let found: PassageRow[] = [];
    for (const backMs of [10 * minuteMs, 180 * minuteMs, 24 * 60 * minuteMs]) {
      const { rows } = await sql<PassageRow>`
        select * from passages where passed_at > ${new Date(nowMs - backMs)}
        order by passed_at desc limit ${limit}`.execute(this.#db);
      found = rows;
      if (found.length >= limit) break;
    }
    return found.map(fromRow);
  }

  async #insert(passages: readonly Passage[], receivedMs: number): Promise<Set<string>> {
    const write = this.#alongside(passages);
    if (!write) return this.#insertRows(passages, receivedMs, this.#db);
    const { fresh, told } = await this.#db.transaction().execute(async transaction => {
      const fresh = await this.#insertRows(passages, receivedMs, transaction);
      return { fresh, ...(await write(transaction, fresh)) };
    });
    told();
    return fresh;
  }

  async #insertRows(passages: readonly Passage[], receivedMs: number, db: Database): Promise<Set<string>> {
    const records = JSON.stringify(passages.map(passage => toRecord(passage, receivedMs)));
    const { rows } = await sql<{ id: string }>`
      with stored as (insert into passages (
        id, plate, passed_at, camera_id, kind, colour, rows, direction, lane, confidence, characters,
        runner_up, runner_up_confidence, corners, vehicle, plate_width_px, frames_read, profile,
        scene_picture, vehicle_picture, plate_picture, first_seen, last_seen, edge_clock_offset_ms, received_at)
      select
        id, plate, passed_at, camera_id, kind, colour, rows, direction, lane, confidence, characters,
        runner_up, runner_up_confidence, corners, vehicle, plate_width_px, frames_read, profile,
        decode(scene, 'hex'), decode(vehicle_hash, 'hex'), decode(plate_hash, 'hex'), first_seen, last_seen,
        edge_clock_offset_ms, received_at
      from json_to_recordset(${records}::json) as r (
        id uuid, plate text, passed_at timestamptz, camera_id text, kind text, colour text, rows smallint,
        direction text, lane text, confidence real, characters jsonb, runner_up text,
        runner_up_confidence real, corners real[], vehicle real[], plate_width_px real, frames_read integer,
        profile text, scene text, vehicle_hash text, plate_hash text, first_seen timestamptz,
        last_seen timestamptz, edge_clock_offset_ms double precision, received_at timestamptz)
      on conflict do nothing
      returning id, plate, kind, passed_at),
      -- In one order, so that two cores that store the same plates wait for one another and do not deadlock.
      seen as (insert into vehicle as known (plate, kind, first_at)
        select plate, kind, min(passed_at) from stored where plate <> '' group by plate, kind order by plate, kind
        on conflict (plate, kind) do update set first_at = excluded.first_at
        where excluded.first_at < known.first_at)
      select id from stored`.execute(db);
    return new Set(rows.map(({ id }) => id));
  }
}

/** check_violation: "no partition of relation … found for row". */
const noPartition = '23514';

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
