// What of this screen goes into a case: the track where one is shown, else what was found. A snapshot is there already.
import type { ToSave } from '../../state/saved.ts';
import { searching, useSearch } from '../../state/search.ts';
import { following, followMarked, useTrack } from '../../state/track.ts';

export function foundToSave(): ToSave | null {
  const { asked, status, snapshot } = useSearch.getState();
  if (!asked || status.kind !== 'found' || snapshot) return null;
  const { purposeId: _purpose, limit: _limit, after: _after, ...terms } = asked;
  return { what: { kind: 'search', terms }, title: terms.plates.join(' ').slice(0, 80) };
}

export function trackToSave(): ToSave | null {
  const { asked: terms, track } = useTrack.getState();
  if (!terms || !track) return null;
  return { what: { kind: 'track', terms }, title: terms.plate };
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
