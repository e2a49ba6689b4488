// 存入案件: what was found is kept with its case. Whoever has a purpose of that case number sees it; every saving,
// listing, opening, download and deletion is a look of its own in the audit.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import {
  maxSavedBytes,
  maxSavedOfCase,
  type SavedCase,
  type SavedContent,
  type SavedResult,
  type SaveResult,
} from '@brightwall/protocol/saved';
import type { Looker, LooksPort } from '../ports.ts';
import type { SavedPort, StoredSaved } from './ports.ts';
import { savedTable } from './saved-table.ts';
import type { TakeSnapshot } from './take-snapshot.ts';

const newestCases = 200;

/** One who may delete what others saved, too. */
export interface SavedLooker extends Looker {
  readonly isAdministrator: boolean;
}

export interface SavedResultsOptions {
  readonly store: SavedPort;
  readonly looks: LooksPort;
  readonly take: TakeSnapshot;
  readonly clock: Clock;
}

export class SavedResults {
  readonly #options: SavedResultsOptions;

  constructor(options: SavedResultsOptions) {
    this.#options = options;
  }

  /** Looks once more and keeps what there is; throws what that look throws, too-large, and case-full. */
  async save({ purposeId, title, note, what }: SaveResult, looker: SavedLooker): Promise<SavedResult> {
    const { store, take, clock } = this.#options;
    const content = await take(purposeId, what, looker);
    const text = JSON.stringify(content);
    if (Buffer.byteLength(text) > maxSavedBytes) throw new AppError('too-large', `> ${maxSavedBytes} B`);
    const takenMs = Math.floor(clock.epochMs());
    const saved = {
      ...{ id: uuidV7(takenMs), kind: what.kind, title: title.trim(), note: note.trim(), takenMs },
      ...{ analysis: what.kind === 'analysis' ? what.name : null, results: resultsOf(content) },
    };
    const look = await this.#look(purposeId, { act: 'save', ...saved }, looker);
    const stored = await store.add({ ...saved, content: text }, maxSavedOfCase, look);
    if (!stored) throw new AppError('case-full', String(maxSavedOfCase));
    return told(stored, looker);
  }

  cases(userId: string): Promise<SavedCase[]> {
    return this.#options.store.cases(userId, newestCases);
  }

  async list(purposeId: string, looker: SavedLooker): Promise<SavedResult[]> {
    const look = await this.#look(purposeId, { act: 'list' }, looker);
    return (await this.#options.store.of(look)).map(saved => told(saved, looker));
  }

  /** `content`: its JSON, as it was saved. Throws not-found for one of another case. */
  async open(
    { purposeId, id }: { purposeId: string; id: string },
    looker: SavedLooker,
  ): Promise<{ saved: SavedResult; content: string }> {
    const look = await this.#look(purposeId, { act: 'open', id }, looker);
    const opened = await this.#options.store.open(id, look);
    if (!opened) throw new AppError('not-found', id);
    return { saved: told(opened.saved, looker), content: opened.content };
  }

  /** The saved rows as CSV. */
  async table({ purposeId, id }: { purposeId: string; id: string }, looker: SavedLooker): Promise<string> {
    const { looks, store } = this.#options;
    const terms = { saved: id, format: 'csv' };
    const opened = await store.open(id, await looks.entry(looker, { purposeId, action: 'download', terms }));
    if (!opened) throw new AppError('not-found', id);
    return savedTable(JSON.parse(opened.content) as SavedContent);
  }

  /** Throws not-found, and forbidden for what somebody else saved. */
  async remove({ purposeId, id }: { purposeId: string; id: string }, looker: SavedLooker): Promise<void> {
    const look = await this.#look(purposeId, { act: 'delete', id }, looker);
    const done = await this.#options.store.remove(id, saved => mayDelete(saved, looker), look);
    if (done === null) throw new AppError('not-found', id);
    if (done === 'refused') throw new AppError('forbidden');
  }

  #look(purposeId: string, terms: object, { userId, username, address }: Looker) {
    return this.#options.looks.entry({ userId, username, address }, { purposeId, action: 'saved', terms });
  }
}

function mayDelete({ userId }: StoredSaved, looker: SavedLooker): boolean {
  return looker.isAdministrator || userId === looker.userId;
}

function told({ userId, ...saved }: StoredSaved, looker: SavedLooker): SavedResult {
  return { ...saved, mayDelete: mayDelete({ userId, ...saved }, looker) };
}

function resultsOf(content: SavedContent): number {
  switch (content.kind) {
    case 'search':
      return content.found.length;
    case 'track':
      return content.track.passages.length;
    case 'analysis':
      return content.result.rows.length;
  }
}
