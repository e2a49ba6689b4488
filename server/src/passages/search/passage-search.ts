// Looking at passages that were.
import { AppError } from '@brightwall/protocol/errors';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { FoundPassage, FoundPassages, PassageSearch as Terms } from '@brightwall/protocol/search';
import type { Looker, LooksPort, PassageQuery, SearchPort } from '../ports.ts';
import { likelihoodOf, readingsOf } from './misreads.ts';
import { type PlateTerm, plateTerm } from './plate-terms.ts';

/** "More than ten thousand" is answer enough; counting a city's day takes seconds. */
const countTo = 10_000;
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
  async search(terms: Terms, looker: Looker): Promise<FoundPassages> {
    if (terms.fromMs >= terms.toMs) throw new AppError('bad-request', 'fromMs ≥ toMs');
    if (terms.tolerant && terms.after) throw new AppError('bad-request', 'tolerant, after');
    const plates = terms.plates.map(plateTerm);
    const { purposeId, ...asked } = terms;
    const look = await this.#looks.entry(looker, { purposeId, action: 'search', terms: asked });
    const { passages, count } = await this.#store.search(queryOf(terms, plates), look);
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
