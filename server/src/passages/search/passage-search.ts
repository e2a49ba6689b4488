// Looking at passages that were: with a purpose of one's own, and not without an entry in the audit, which
// the store writes in the transaction that reads.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { FoundPassage, FoundPassages, PassageSearch as Terms } from '@brightwall/protocol/search';
import { likelihoodOf, readingsOf } from './misreads.ts';
import { type PlateTerm, plateTerm } from './plate-terms.ts';

export interface Searcher {
  readonly userId: string;
  readonly username: string;
  readonly address: string;
}

export interface AuditEntry extends Searcher {
  readonly id: string;
  readonly atMs: number;
  readonly purposeId: string;
  readonly action: 'passage-search';
  readonly terms: object;
}

/** What is looked for, in the store's words. */
export interface PassageQuery {
  /** Null: every plate. */
  readonly plates: { readonly whole: readonly string[]; readonly like: readonly string[] } | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameraIds: readonly string[];
  readonly colours: readonly string[];
  readonly kinds: readonly string[];
  readonly directions: readonly string[];
  readonly limit: number;
  readonly after: { readonly passedMs: number; readonly id: string } | null;
  /** Counts up to this many; null: does not count. */
  readonly countTo: number | null;
}

export interface HistoryPort {
  /** Newest first, and the number of all (at most countTo). The entry is stored with the number found, or nothing is given. */
  search(query: PassageQuery, entry: AuditEntry): Promise<{ passages: Passage[]; count: number | null }>;
}

export interface PurposesPort {
  /** Whether this user made it. */
  isOf(purposeId: string, userId: string): Promise<boolean>;
}

/** "More than ten thousand" is answer enough; counting a city's day takes seconds. */
const countTo = 10_000;
/** Of a tolerant search, the newest of these many are ranked. */
const rankedAtMost = 2_000;
/** Less likely than this it was another vehicle. */
const leastLikelihood = 1e-6;

export class PassageSearch {
  readonly #history: HistoryPort;
  readonly #purposes: PurposesPort;
  readonly #clock: Clock;

  constructor(options: { history: HistoryPort; purposes: PurposesPort; clock: Clock }) {
    this.#history = options.history;
    this.#purposes = options.purposes;
    this.#clock = options.clock;
  }

  /** Throws bad-request for terms that can find nothing, purpose-required where the purpose is not the searcher's own. */
  async search(terms: Terms, searcher: Searcher): Promise<FoundPassages> {
    if (terms.fromMs >= terms.toMs) throw new AppError('bad-request', 'fromMs ≥ toMs');
    if (terms.tolerant && terms.after) throw new AppError('bad-request', 'tolerant, after');
    const plates = terms.plates.map(plateTerm);
    if (!(await this.#purposes.isOf(terms.purposeId, searcher.userId)))
      throw new AppError('purpose-required', terms.purposeId);
    const atMs = this.#clock.epochMs();
    const { purposeId, ...asked } = terms;
    const entry: AuditEntry = {
      ...searcher,
      id: uuidV7(atMs),
      atMs,
      purposeId,
      action: 'passage-search',
      terms: asked,
    };
    const { passages, count } = await this.#history.search(queryOf(terms, plates), entry);
    const found = terms.tolerant
      ? ranked(passages, plates).slice(0, terms.limit)
      : passages.map(passage => ({ passage, likelihood: 1 }));
    const last = passages.at(-1);
    const more = !terms.tolerant && last && passages.length === terms.limit;
    return {
      found,
      count: count === null ? null : { passages: count, atLeast: count === countTo },
      next: more ? { passedMs: passedByCoreMs(last), id: last.id } : null,
    };
  }
}

function queryOf(terms: Terms, plates: readonly PlateTerm[]): PassageQuery {
  const { fromMs, toMs, cameraIds, colours, kinds, directions, after, tolerant } = terms;
  const whole = plates.flatMap(term => {
    if (term.kind !== 'whole') return [];
    return tolerant ? readingsOf(term.plate) : [term.plate];
  });
  const like = plates.flatMap(term => (term.kind === 'wildcard' ? [term.like] : []));
  return {
    plates: plates.length === 0 ? null : { whole: [...new Set(whole)], like },
    ...{ fromMs, toMs, cameraIds, colours, kinds, directions, after },
    limit: tolerant ? rankedAtMost : terms.limit,
    countTo: after ? null : countTo,
  };
}

function ranked(passages: readonly Passage[], terms: readonly PlateTerm[]): FoundPassage[] {
  return passages
    .map(passage => ({ passage, likelihood: Math.max(...terms.map(term => likelihood(term, passage))) }))
    .filter(found => found.likelihood >= leastLikelihood)
    .sort((a, b) => b.likelihood - a.likelihood);
}

function likelihood(term: PlateTerm, { reading }: Passage): number {
  if (!reading) return 0;
  return term.kind === 'whole' ? likelihoodOf(term.plate, reading) : reading.confidence;
}
