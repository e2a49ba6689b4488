// The table of each day of passages: made ahead for today and the next days, and for any other day when
// a passage of it comes. Days are UTC. Several cores may make the same one at the same time.
import { sql } from 'kysely';
import type { Database } from './database.ts';

const dayMs = 86_400_000;
/** Cores that want to make a day's table queue here; any constant. */
const lockKey = 0x62_77_64_79; // "bwdy"

/** The day of a moment, as days since 1970-01-01. */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}

/** passages_20261123 */
export function tableOfDay(day: number): string {
  return `passages_${new Date(day * dayMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

export class PassageDays {
  readonly #db: Database;
  readonly #made = new Set<number>();
  #making: Promise<void> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Resolves when every one of these days has its table. */
  async ensure(days: Iterable<number>): Promise<void> {
    if ([...days].every(day => this.#made.has(day))) return;
    const missing = () => [...new Set(days)].filter(day => !this.#made.has(day));
    const made = this.#making.catch(() => {}).then(() => this.#make(missing()));
    this.#making = made;
    await made;
  }

  /** A day's table was not there after all: somebody took it away. */
  forget(): void {
    this.#made.clear();
  }

  async #make(days: number[]): Promise<void> {
    for (const day of days.sort((a, b) => a - b)) {
      await this.#makeOne(day);
      this.#made.add(day);
    }
  }

  async #makeOne(day: number): Promise<void> {
    const name = tableOfDay(day);
    const [from, to] = [day, day + 1].map(at => new Date(at * dayMs).toISOString());
    await this.#db.transaction().execute(async transaction => {
      await sql`select pg_advisory_xact_lock(${lockKey}::bigint)`.execute(transaction);
      const { rows } = await sql<{ there: boolean }>`
        select to_regclass(${name}) is not null as there`.execute(transaction);
      if (rows[0]?.there) return;
      // Made apart and attached: `create table … partition of` would wait for every query on passages, and
      // make every insert wait for itself.
      await sql`create table ${sql.table(name)} (like passages including all)`.execute(transaction);
      await sql`alter table passages attach partition ${sql.table(name)}
        for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(transaction);
    });
  }
}
