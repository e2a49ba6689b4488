// Night or day, as this browser was last left; the wall's default is night.
import { create } from 'zustand';
import { type Theme, themes } from './palette.ts';

const key = 'brightwall.map.theme';

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return themes.find(theme => theme === stored) ?? 'night';
  } catch {
    return 'night';
  }
}

export const useTheme = create<{ theme: Theme }>(() => ({ theme: remembered() }));

export function switchTheme(): void {
  const theme: Theme = useTheme.getState().theme === 'night' ? 'day' : 'night';
  useTheme.setState({ theme });
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser that keeps nothing shows what was chosen until it is closed.
  }
}
