// N switches between night and day, wherever the focus is but in a field or a dialog.
import { useEffect } from 'react';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';
import { switchTheme } from './theme-choice.ts';

export function useThemeKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen() || isTyping(event.target)) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== 'n') return;
      event.preventDefault();
      switchTheme();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
