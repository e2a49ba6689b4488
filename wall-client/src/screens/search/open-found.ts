import type { Passage } from '@brightwall/protocol/passage';
import { passageView } from '../../state/passage-view.ts';
import { searching, useSearch } from '../../state/search.ts';

/** Opens a passage with its pictures; it is leafed through with the others that were found. */
export function openFound(passage: Passage): void {
  searching.mark(passage.id);
  passageView.open(
    passage,
    useSearch.getState().found.map(found => found.passage),
  );
}
