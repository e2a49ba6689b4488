import { createContext, useContext } from 'react';
import type { Playback } from './api.ts';

const PlaybackContext = createContext<Playback | null>(null);

export const PlaybackProvider = PlaybackContext.Provider;

/** The page's one playback; there is one from sign-in to sign-out. */
export function usePlayback(): Playback {
  const playback = useContext(PlaybackContext);
  if (!playback) throw new Error('usePlayback outside of PlaybackProvider');
  return playback;
}
