// Escape goes one step back; while a place is set right, arrows nudge it and Q / E turn it.
import { useEffect, useRef } from 'react';
import { dialogOpen, isTyping } from '../../ui/keys.ts';
import { type Draft, nudged } from './placing/draft.ts';

interface Actions {
  draft: Draft | null;
  setDraft: (draft: Draft) => void;
  onEscape: () => void;
}

export function useMapKeys(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen()) return;
      const { draft, setDraft, onEscape } = latest.current;
      if (event.key === 'Escape') {
        onEscape();
        return;
      }
      if (!draft || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = nudged(draft, event.key, event.shiftKey);
      if (!next) return;
      // MapLibre pans with the same keys while its canvas has the focus.
      event.preventDefault();
      event.stopPropagation();
      setDraft(next);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
