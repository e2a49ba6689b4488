// What is saved is looked for once more, here and not by the page: a case holds nothing that was not found.

import { maxSavedFound, type SavedContent, type SaveWhat } from '@brightwall/protocol/saved';
import { maxFound, type PassageSearch as Terms } from '@brightwall/protocol/search';
import { type Analyses, analyses, filledTerms } from '../analysis/analyses.ts';
import type { Looker } from '../ports.ts';
import type { PassageSearch } from '../search/passage-search.ts';
import type { VehicleTrack } from '../track/vehicle-track.ts';

export type TakeSnapshot = (purposeId: string, what: SaveWhat, looker: Looker) => Promise<SavedContent>;

export interface SnapshotSources {
  readonly search: PassageSearch;
  readonly tracks: VehicleTrack;
  readonly analyses: Analyses;
}

export function takeSnapshot(sources: SnapshotSources): TakeSnapshot {
  return async (purposeId, what, looker) => {
    switch (what.kind) {
      case 'search':
        return { ...what, ...(await foundBy(sources.search, { purposeId, ...what.terms }, looker)) };
      case 'track':
        return { ...what, track: await sources.tracks.track({ purposeId, ...what.terms }, looker) };
      case 'analysis': {
        const { name } = what;
        const { zh, en, columns } = analyses[name];
        const terms = filledTerms(name, what.terms);
        const result = await sources.analyses.run(name, { purposeId, terms, format: 'json' }, looker);
        return { kind: 'analysis', name, zh, en, terms, columns: [...columns], result };
      }
    }
  };
}

async function foundBy(
  search: PassageSearch,
  asked: Omit<Terms, 'limit' | 'after'>,
  looker: Looker,
): Promise<Pick<SavedContent & { kind: 'search' }, 'found' | 'count'>> {
  const terms = { ...asked, limit: maxFound };
  const first = await search.search({ ...terms, after: null }, looker);
  const found = [...first.found];
  for (let { next } = first; next && found.length < maxSavedFound; ) {
    const page = await search.search({ ...terms, after: next }, looker);
    found.push(...page.found);
    next = page.next;
  }
  const count = first.count ?? (await search.count({ ...terms, after: null }, looker));
  return { found, count };
}
