// Looking at passages that were.
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type {
  FoundCount,
  FoundPage,
  FoundPassage,
  PassageSearch as Terms,
} from '@brightwall/protocol/search';
import type { Looker, LooksPort, PassageQuery, SearchPort } from '../ports.ts';
import { confidenceOf, likelihoodOf, readingsOf } from './misreads.ts';
import { type PlateTerm, plateTerm } from './plate-terms.ts';

/** "More than ten thousand" is answer enough; counting a city's day takes seconds. */
export const countAtMost = 10_000;
/** Of a tolerant search, the newest of these many are ranked. */
const rankedAtMost = 2_000;
/** Less likely than this it was another vehicle. */
const leastLikelihood = 1e-6;

export class PassageSearch {
  readonly #store: SearchPort;
  readonly #looks: LooksPort;

  constructor(options: { store: SearchPort; looks: LooksPort }) {
    this.#store = options.store;
    this.#looks = options.looks;
  }

  /** Throws bad-request for terms that can find nothing, purpose-required where the purpose is not the looker's own. */
  async search(terms: Terms, looker: Looker): Promise<FoundPage> {
    const plates = platesOf(terms);
    const { purposeId, ...asked } = terms;
    const look = await this.#looks.entry(looker, { purposeId, action: 'search', terms: asked });
    const passages = await this.#store.search(queryOf(terms, plates), look);
    if (terms.tolerant) {
      const all = ranked(passages, plates);
      const count = { passages: all.length, atLeast: passages.length === rankedAtMost };
      return { found: all.slice(0, terms.limit), next: null, count };
    }
    const last = passages.length === terms.limit ? passages.at(-1) : undefined;
    return {
      found: passages.map(passage => ({ passage, likelihood: 1 })),
      next: last ? { passedMs: Math.round(passedByCoreMs(last)), id: last.id } : null,
      count: last || terms.after ? null : { passages: passages.length, atLeast: false },
    };
  }

  /** Of a search whose first page did not hold all. A look of its own. */
  async count(terms: Terms, looker: Looker): Promise<FoundCount> {
    const { purposeId, ...asked } = terms;
    const counted = { ...asked, only: 'count' };
    const look = await this.#looks.entry(looker, { purposeId, action: 'search', terms: counted });
    const passages = await this.#store.count(queryOf(terms, platesOf(terms)), countAtMost, look);
    return { passages, atLeast: passages === countAtMost };
  }
}

function platesOf({ fromMs, toMs, tolerant, after, plates }: Terms): PlateTerm[] {
  if (fromMs >= toMs) throw new AppError('bad-request', 'fromMs ≥ toMs');
  if (tolerant && (after || plates.length === 0)) throw new AppError('bad-request', 'tolerant');
  return plates.map(plateTerm);
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
  if (term.kind === 'whole') return likelihoodOf(term.plate, reading);
  return term.pattern.test(reading.text) ? confidenceOf(reading) : 0;
}
