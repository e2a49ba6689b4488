// Keys that work on every screen. A key typed into a field belongs to the field.
import { useEffect, useRef } from 'react';
import { openScreen, screenNames } from '../state/route.ts';
import { isTyping } from '../ui/keys.ts';

export function useShellKeys(actions: { toggleHelp: () => void }): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        latest.current.toggleHelp();
      } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
        const screen = screenNames[Number(event.key) - 1];
        if (!screen) return;
        event.preventDefault();
        openScreen(screen);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
