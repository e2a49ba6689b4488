// V goes to the passages, Shift+V folds them away, on every screen.
import { useEffect, useRef } from 'react';
import { passageView, usePassageView } from '../../state/passage-view.ts';
import { dialogOpen, isWriting } from '../../ui/keys.ts';

export function usePlatesKeys(actions: { onFocus: () => void }): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key.toLowerCase() !== 'v' || isWriting(event.target) || dialogOpen()) return;
      event.preventDefault();
      if (event.shiftKey) passageView.setFolded(!usePassageView.getState().folded);
      else latest.current.onFocus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
