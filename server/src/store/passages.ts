// Rows of passages, and what is kept up to date with them, in one transaction.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { LeapRule } from '../passages/analysis/ports.ts';
import type { ReadyPassage } from '../passages/ports.ts';
import type { Database } from './database.ts';
import { queueAtMidnight, storeLeaps } from './leaps.ts';
import { dayOf, PassageDays } from './passage-days.ts';
import { elementsOf } from './passage-elements.ts';
import { insertRows } from './passage-insert.ts';
import { fromRow, type PassageRow } from './passage-row.ts';

/** Tables that stand ready before midnight comes. */
const daysAhead = 3;
const minuteMs = 60_000;
const lookAheadEveryMs = 6 * 60 * minuteMs;

/** What is written with passages in their transaction: null where nothing is; `told` follows the commit. */
export type Alongside = (
  passages: readonly Passage[],
) => null | ((transaction: Database, freshIds: ReadonlySet<string>) => Promise<{ told: () => void }>);

/** Both of two, each as if it were alone. */
export function bothAlongside(one: Alongside, other: Alongside): Alongside {
  return passages => {
    const writes = [one(passages), other(passages)].filter(write => write !== null);
    if (writes.length === 0) return null;
    return async (transaction, freshIds) => {
      const tellers: (() => void)[] = [];
      for (const write of writes) tellers.push((await write(transaction, freshIds)).told);
      return {
        told() {
          for (const tell of tellers) tell();
        },
      };
    };
  };
}

export class PassageStore {
  readonly #db: Database;
  readonly #days: PassageDays;
  readonly #leap: LeapRule;
  readonly #alongside: Alongside;

  /** `leap`: by which two passages cannot be of one vehicle; without it none is suspected. */
  constructor(db: Database, leap: LeapRule = () => null, alongside: Alongside = () => null) {
    this.#db = db;
    this.#days = new PassageDays(db);
    this.#leap = leap;
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

  ready(passage: Passage): ReadyPassage {
    return { passage, elements: elementsOf(passage) };
  }

  insert(passages: readonly Passage[], receivedMs: number): Promise<Set<string>> {
    return this.insertReady(
      passages.map(passage => this.ready(passage)),
      receivedMs,
    );
  }

  async insertReady(passages: readonly ReadyPassage[], receivedMs: number): Promise<Set<string>> {
    if (passages.length === 0) return new Set();
    const days = passages.map(({ passage }) => dayOf(passedByCoreMs(passage)));
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

  async #insert(passages: readonly ReadyPassage[], receivedMs: number): Promise<Set<string>> {
    const { fresh, told } = await this.#db.transaction().execute(async transaction => {
      await queueAtMidnight(
        passages.map(({ passage }) => passedByCoreMs(passage)),
        transaction,
      );
      const [stored, write] = await Promise.all([
        insertRows(passages, receivedMs, transaction),
        // A turn of the loop later the rows are on their way, and the database is at work meanwhile.
        new Promise<void>(done => setImmediate(done)).then(() =>
          this.#alongside(passages.map(({ passage }) => passage)),
        ),
      ]);
      await storeLeaps(stored, this.#leap, transaction);
      const fresh = new Set(stored.map(({ id }) => id));
      return { fresh, told: write && (await write(transaction, fresh)).told };
    });
    told?.();
    return fresh;
  }
}

/** check_violation: "no partition of relation … found for row". */
const noPartition = '23514';

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
