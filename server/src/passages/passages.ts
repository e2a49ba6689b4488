// Passages come in here: checked, their pictures stored, then their rows, many to a commit; only then
// does the agent hear that it may forget them. What was stored before is not stored again. The newest
// are kept for the walls' live strip; history is read elsewhere, and not without a purpose.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs, type ToldPassage } from '@brightwall/protocol/passage';
import { checkDelivery } from './delivery.ts';
import { GroupCommit } from './group-commit.ts';
import { NewestPassages } from './newest.ts';
import type { PassagesPort, PicturesPort, ReadyPassage } from './ports.ts';
import { firstKeptMs } from './retention.ts';

export interface PassagesEvents {
  /** Stored now, and of the moment: what comes hours late is not told to anybody. */
  passed: [passage: Passage];
}

export interface PassagesOptions {
  readonly passages: PassagesPort;
  readonly pictures: PicturesPort;
  /** Whole days kept; what is older is refused. */
  readonly retentionDays: number;
  readonly clock: Clock;
  readonly log: (level: 'info' | 'warn' | 'error', text: string, facts: object) => void;
}

const maxNewest = 100;
/** A commit of 500 rows takes as long as the disk's own sync (storage.md of the design: 65,000 rows/s and more). */
const maxGroup = 500;
/** Pictures held in memory while they are being stored; an agent that finds it full tries again later. */
const maxPendingBytes = 256 * 1024 * 1024;
/** What a box kept during an outage comes late: it is stored, but it is not what happens now. */
const lateMs = 10 * 60_000;

export class Passages {
  readonly events = new Emitter<PassagesEvents>();
  readonly #options: PassagesOptions;
  readonly #newest = new NewestPassages(maxNewest);
  readonly #rows: GroupCommit<ReadyPassage, boolean>;
  readonly #taking = new Set<Promise<void>>();
  #pendingBytes = 0;
  #closed = false;
  /** Since the start. */
  readonly counts = { stored: 0, duplicates: 0, refused: 0 };

  constructor(options: PassagesOptions) {
    this.#options = options;
    this.#rows = new GroupCommit<ReadyPassage, boolean>(maxGroup, passages => this.#store(passages));
  }

  /** Fills the newest from the store; the strip may stay empty, the core shall start. */
  async load(): Promise<void> {
    const { passages, clock, log } = this.#options;
    try {
      for (const passage of await passages.newest(maxNewest, clock.epochMs())) this.#newest.add(passage);
    } catch (error) {
      log('error', 'the newest passages could not be read', { error: String(error) });
    }
  }

  /** Where the first day begins that is still kept. */
  firstKeptMs(): number {
    return firstKeptMs(this.#options.clock.epochMs(), this.#options.retentionDays);
  }

  newest(): Passage[] {
    return this.#newest.all();
  }

  /**
   * Resolves when the passage and its pictures are stored for good, whether now or before. Throws
   * bad-request when it never can be, anything else when it may be tried again.
   */
  take(agentId: string, delivery: PassageDelivery): Promise<void> {
    const taken = this.#take(agentId, delivery).finally(() => this.#taking.delete(taken));
    this.#taking.add(taken);
    return taken;
  }

  /**
   * Stores what another system told. Gives for each whether it was new, or the bad-request of one that cannot be
   * stored; throws when all may be tried again.
   */
  takeTold(told: readonly ToldPassage[]): Promise<(boolean | AppError)[]> {
    const taken = this.#takeTold(told);
    const settled = taken.then(
      () => {},
      () => {},
    );
    this.#taking.add(settled);
    void settled.then(() => this.#taking.delete(settled));
    return taken;
  }

  /** Finishes what has been taken; nothing is taken after. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#taking]);
    this.events.clear();
  }

  async #take(agentId: string, delivery: PassageDelivery): Promise<void> {
    const { clock, pictures, log } = this.#options;
    if (this.#closed) throw new AppError('overloaded', 'closing');
    const bytes = delivery.pictures.reduce((sum, { jpeg }) => sum + jpeg.length, 0);
    if (this.#pendingBytes + bytes > maxPendingBytes) throw new AppError('overloaded', 'passages');
    this.#pendingBytes += bytes;
    const { passage } = delivery;
    try {
      checkDelivery(delivery, { nowMs: clock.epochMs(), firstKeptMs: this.firstKeptMs() });
      await pictures.put(delivery.pictures, passedByCoreMs(passage));
      if (!(await this.#rows.add(this.#options.passages.ready(passage)))) {
        this.counts.duplicates += 1;
        return;
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.counts.refused += 1;
      log('warn', 'a passage was refused', { agentId, id: passage.id, detail: error.detail });
      throw error;
    } finally {
      this.#pendingBytes -= bytes;
    }
    this.#tell(passage);
  }

  async #takeTold(told: readonly ToldPassage[]): Promise<(boolean | AppError)[]> {
    if (this.#closed) throw new AppError('overloaded', 'closing');
    return Promise.all(
      told.map(async passage => {
        try {
          const isNew = await this.#rows.add(this.#options.passages.ready(passage));
          if (isNew) this.#tell(passage);
          else this.counts.duplicates += 1;
          return isNew;
        } catch (error) {
          if (!isRefusal(error)) throw error;
          this.counts.refused += 1;
          return error;
        }
      }),
    );
  }

  #tell(passage: Passage): void {
    const { clock } = this.#options;
    this.counts.stored += 1;
    const isLate = passedByCoreMs(passage) < clock.epochMs() - lateMs;
    const isNewest = this.#newest.add(passage);
    // A file of last week is not what happens now, though each of its lines may be newer than all before.
    if (!isLate || (isNewest && passage.pictures !== null)) this.events.emit('passed', passage);
  }

  async #store(passages: readonly ReadyPassage[]): Promise<(boolean | AppError)[]> {
    try {
      return await this.#insert(passages);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (passages.length === 1) return [error];
    }
    // One that cannot be stored shall not keep 499 others out.
    const results: (boolean | AppError)[] = [];
    for (const passage of passages)
      results.push(
        ...(await this.#insert([passage]).catch(error => {
          if (isRefusal(error)) return [error];
          throw error;
        })),
      );
    return results;
  }

  /** True for those that were new. */
  async #insert(passages: readonly ReadyPassage[]): Promise<boolean[]> {
    const fresh = await this.#options.passages.insertReady(passages, this.#options.clock.epochMs());
    // Twice in one group: the first is the new one.
    return passages.map(({ passage }) => fresh.delete(passage.id));
  }
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'bad-request';
}
