// Which screen is open. It stands in the address after '#', so that a screen can be bookmarked and the
// core needs no rule for pages.
import { create } from 'zustand';

export const screenNames = ['wall', 'map3d', 'search', 'analysis', 'alerts', 'park'] as const;
export type ScreenName = (typeof screenNames)[number];

export const useRoute = create<{ screen: ScreenName }>(() => ({ screen: 'wall' }));

/** "#/map3d" → map3d; anything unknown → wall. */
export function screenOf(hash: string): ScreenName {
  const name = hash.replace(/^#\/?/, '');
  return screenNames.find(screen => screen === name) ?? 'wall';
}

/** Opens a screen (and adds it to the browser's history). */
export function openScreen(screen: ScreenName): void {
  location.hash = `#/${screen}`;
}

/** Follows the address; the returned function stops that. */
export function followAddress(): () => void {
  const follow = () => useRoute.setState({ screen: screenOf(location.hash) });
  follow();
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}
