import type { ToSave } from './saved.ts';
import { useTrack } from './track.ts';

/** The track that is shown; null where there is none, or one that was saved. */
export function trackToSave(): ToSave | null {
  const { asked: terms, track } = useTrack.getState();
  return terms && track ? { what: { kind: 'track', terms }, title: terms.plate } : null;
}
