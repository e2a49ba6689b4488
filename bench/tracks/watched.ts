// The watch list that ingest is measured with: 100,000 entries, a tenth wildcards and a tenth tolerant, most of them
// of vehicles that never come.
import { uuidV7 } from '@brightwall/kit/uuid';
import { WatchMatcher } from '../../server/src/alerts/matcher.ts';
import type { WatchTerms } from '../../server/src/alerts/ports.ts';
import { groupHits } from '../../server/src/alerts/repeats.ts';
import type { Alongside } from '../../server/src/store/passages.ts';
import { hitsAlongside } from '../../server/src/store/watch-hits.ts';
import { City as Elsewhere } from '../watch/city.ts';
import type { City } from './city/city.ts';

const entries = 100_000;
/** Of the city's own vehicles. */
const own = 300;
const mix = { entries, wildcards: 0.1, tolerant: 0.1 };

export interface Watched {
  readonly alongside: Alongside;
  /** Hits so far. */
  readonly counted: { hits: number };
}

export function watchList({ plates, startMs, endMs }: City): Watched {
  const counted = { hits: 0 };
  const matcher = new WatchMatcher(() => null);
  const span = { fromMs: startMs, untilMs: endMs };
  for (const [n, terms] of new Elsewhere(1, 20_000).terms(mix).entries()) {
    const mine = n < own ? plates.list[Math.floor((n * plates.list.length) / own)] : undefined;
    const change: Partial<WatchTerms> = mine ? { plate: mine.text, tolerant: false, colours: [] } : {};
    matcher.add({ ...terms, ...change, ...span, id: uuidV7(startMs) });
  }
  const alongside = hitsAlongside({
    hits: passages => {
      const met = passages.flatMap(passage => matcher.match(passage).map(entryId => ({ entryId, passage })));
      counted.hits += met.length;
      return met;
    },
    ...{ group: groupHits, epochMs: () => endMs, tell: () => {} },
  });
  return { alongside, counted };
}
