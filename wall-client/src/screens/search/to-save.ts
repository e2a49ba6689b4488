// What was found, to be saved to a case; a snapshot is there already.
import type { ToSave } from '../../state/saved.ts';
import { searching, useSearch } from '../../state/search.ts';
import { following, followMarked } from '../../state/track.ts';

export function foundToSave(): ToSave | null {
  const { asked, status, snapshot } = useSearch.getState();
  if (!asked || status.kind !== 'found' || snapshot) return null;
  const { purposeId: _purpose, limit: _limit, after: _after, ...terms } = asked;
  return { what: { kind: 'search', terms }, title: terms.plates.join(' ').slice(0, 80) };
}

/** Asks again for what a snapshot shows; of a track, its vehicle is followed again too. */
export async function runAgain(): Promise<void> {
  const isTrack = useSearch.getState().snapshot?.kind === 'track';
  following.close();
  await searching.again();
  const [newest] = useSearch.getState().found;
  if (!isTrack || !newest) return;
  searching.mark(newest.passage.id);
  await followMarked();
}
