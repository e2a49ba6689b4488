// Passages of other systems come in here: line by line, in batches of one commit each, as fast as the database
// takes them and no faster. Good lines stay whatever the others are. Who imported what is written down before
// the first passage is stored, and how it went when it has ended.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import type { ToldPassage } from '@brightwall/protocol/passage';
import {
  type BadLine,
  type ImportFormat,
  type ImportReport,
  maxBadLinesTold,
  type PassageImport,
} from '@brightwall/protocol/passage-import';
import type { ImportsPort, Looker } from '../ports.ts';
import { LineFault } from './faults.ts';
import type { LineRecord, Records } from './records.ts';
import { toldPassage } from './told-passage.ts';

export interface PassageImportsOptions {
  /** Gives for each whether it was new, or why it cannot be stored. */
  readonly take: (told: readonly ToldPassage[]) => Promise<readonly (boolean | AppError)[]>;
  readonly store: ImportsPort;
  /** Ids and 国标编码 of the cameras → id, as they are now. */
  readonly cameras: () => ReadonlyMap<string, string>;
  /** What is older is not kept. */
  readonly firstKeptMs: () => number;
  readonly clock: Clock;
  readonly log: (level: 'info' | 'warn' | 'error', text: string, facts: object) => void;
}

export interface Import {
  readonly by: Looker;
  readonly system: string;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly records: Records;
  /** Of what is to come, as far as its size is known; 0 to 1. */
  readonly part: () => number | null;
}

/** One commit of the store's. */
const batchSize = 500;
/** Each holds a few batches in memory and keeps a connection busy. */
const maxRunning = 4;
const listed = 50;

interface Running {
  readonly told: PassageImport;
  readonly source: Import;
}

type Counts = Pick<PassageImport, 'lines' | 'stored' | 'known' | 'bad'>;

export class PassageImports {
  readonly #options: PassageImportsOptions;
  readonly #running = new Map<string, Running & { counts: Counts }>();
  readonly #ending = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: PassageImportsOptions) {
    this.#options = options;
  }

  /** Those that run, then those that were, newest first. */
  async list(): Promise<PassageImport[]> {
    const running = [...this.#running.values()].map(({ told, source, counts }) => ({
      ...told,
      ...counts,
      part: source.part(),
    }));
    const were = await this.#options.store.newest(listed);
    return [...running.reverse(), ...were.filter(({ id }) => !this.#running.has(id))];
  }

  /** Throws overloaded, or bad-request where nothing of it can be read; what breaks off later is told in the report. */
  run(source: Import): Promise<ImportReport> {
    const done = this.#run(source).finally(() => this.#ending.delete(done));
    this.#ending.add(done);
    return done;
  }

  /** Breaks off what runs; what was stored stays. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#ending]);
  }

  async #run(source: Import): Promise<ImportReport> {
    if (this.#closed || this.#running.size >= maxRunning) throw new AppError('overloaded', 'imports');
    const { clock, store } = this.#options;
    const { by, system, fileName, format } = source;
    const beganMs = clock.epochMs();
    const counts: Counts = { lines: 0, stored: 0, known: 0, bad: 0 };
    const told: PassageImport = {
      ...{ id: uuidV7(beganMs), state: 'running', beganMs, endedMs: null, username: by.username },
      ...{ system, fileName, format, ...counts, part: null },
    };
    this.#running.set(told.id, { told, source, counts });
    const badLines: BadLine[] = [];
    try {
      await store.add({
        id: told.id,
        state: 'begun',
        atMs: beganMs,
        by,
        system,
        fileName,
        format,
        ...counts,
      });
      const broke = await this.#read(source, counts, badLines).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const endedMs = clock.epochMs();
      const state = broke ? 'broken-off' : 'whole';
      await store.add({ id: told.id, state, atMs: endedMs, by, system, fileName, format, ...counts });
      this.#options.log('info', 'passages were imported', { id: told.id, state, ...counts });
      if (broke?.error instanceof AppError && broke.error.code === 'bad-request') throw broke.error;
      const why = broke && this.#explain(broke.error, told.id);
      return { import: { ...told, ...counts, state, endedMs }, badLines, why };
    } finally {
      this.#running.delete(told.id);
    }
  }

  async #read({ system, records }: Import, counts: Counts, badLines: BadLine[]): Promise<void> {
    const bad = (line: number, { zh, en }: { zh: string; en: string }) => {
      counts.bad += 1;
      if (badLines.length < maxBadLinesTold) badLines.push({ line, zh, en });
    };
    const cameras = this.#options.cameras();
    let batch: LineRecord[] = [];
    const store = async () => {
      const nowMs = this.#options.clock.epochMs();
      const by = { system, cameras, nowMs, firstKeptMs: this.#options.firstKeptMs() };
      const good: { line: number; passage: ToldPassage }[] = [];
      for (const { line, value } of batch) {
        const passage = passageOr(() => toldPassage(value, by));
        if (passage instanceof LineFault) bad(line, passage);
        else good.push({ line, passage });
      }
      counts.lines += batch.length;
      batch = [];
      const results = await this.#options.take(good.map(({ passage }) => passage));
      for (const [at, result] of results.entries()) {
        if (result instanceof AppError) bad(good[at]!.line, refused(result));
        else if (result) counts.stored += 1;
        else counts.known += 1;
      }
    };
    for await (const record of records) {
      batch.push(record);
      if (batch.length >= batchSize) await store();
      if (this.#closed) throw new AppError('overloaded', 'closing');
    }
    await store();
  }

  #explain(error: unknown, id: string): { zh: string; en: string } {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && code.startsWith('Z_'))
      return { zh: 'gzip 数据损坏', en: 'the gzip data is damaged' };
    this.#options.log('warn', 'an import broke off', { id, error: String(error) });
    if (error instanceof AppError) return { zh: '系统正在停止或繁忙', en: 'the system is stopping or busy' };
    return {
      zh: '传输中断，或数据库暂不可用；已入库的保留，可重新上传，不会重复',
      en: 'the upload was cut off, or the database is not there; what was stored stays, and the file can be sent again without doubling anything',
    };
  }
}

function passageOr(make: () => ToldPassage): ToldPassage | LineFault {
  try {
    return make();
  } catch (error) {
    if (error instanceof LineFault) return error;
    throw error;
  }
}

function refused({ detail = '' }: AppError): { zh: string; en: string } {
  return { zh: `数据库拒绝：${detail}`, en: `the database refuses it: ${detail}` };
}
