// The wall by keyboard; the same list stands in the help overlay.
import { useEffect, useRef } from 'react';
import { openInstaller } from '../../state/plates.ts';
import { layouts, useWallLayout, wallLayout } from '../../state/wall-layout.ts';
import { dialogOpen, isTyping } from '../../ui/keys.ts';
import { leaveFull, toggleFull } from './fullscreen.ts';

interface WallKeys {
  onDetails: (cameraId: string) => void;
  onSearch: () => void;
}

export function useWallKeys(actions: WallKeys): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target) || dialogOpen()) return;
      if (handleKey(event.key, event.target, latest.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const arrows: Record<string, [-1 | 0 | 1, -1 | 0 | 1]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** True where the key meant something here. */
function handleKey(key: string, target: EventTarget | null, { onDetails, onSearch }: WallKeys): boolean {
  const { focused, full, slots } = useWallLayout.getState();
  const arrow = arrows[key];
  if (arrow) {
    wallLayout.moveFocus(...arrow);
    const now = useWallLayout.getState().focused;
    // In full screen the arrows leaf through the pictures.
    if (full !== null && slots[now]) wallLayout.setFull(now);
    else focusTile(now);
    return true;
  }
  const layout = layouts[Number(key) - 1];
  if (layout) {
    wallLayout.setLayout(layout);
    return true;
  }
  const cameraId = slots[focused];
  switch (key) {
    case 'Enter':
      // Enter on a button presses the button.
      if (target instanceof HTMLElement && target.closest('button, a, [role="tree"]')) return false;
      if (cameraId) toggleFull(focused);
      return true;
    case 'Delete':
    case 'Backspace':
      if (cameraId) wallLayout.clear(focused);
      return true;
    case 'Escape':
      if (full === null) return false;
      leaveFull();
      return true;
    case 'i':
    case 'I':
      if (cameraId) onDetails(cameraId);
      return true;
    case 'p':
    case 'P':
      if (cameraId) openInstaller(cameraId);
      return true;
    case '/':
      onSearch();
      return true;
    default:
      return false;
  }
}

function focusTile(index: number): void {
  document.querySelector<HTMLElement>(`[data-tile="${index}"]`)?.focus({ preventScroll: true });
}
