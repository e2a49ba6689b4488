// A: the next cameras as live tiles beside the map. W: on the wall. The same list stands in the help overlay.
import { useEffect, useRef } from 'react';
import { dialogOpen, isWriting } from '../../ui/keys.ts';

interface NextKeys {
  /** Null: there is nothing to play. */
  play: (() => void) | null;
  toWall: (() => void) | null;
}

export function useNextKeys(actions: NextKeys): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (isWriting(event.target) || dialogOpen()) return;
      const act = { a: latest.current.play, w: latest.current.toWall }[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
