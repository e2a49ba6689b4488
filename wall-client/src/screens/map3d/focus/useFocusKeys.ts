// The windows by keyboard: digits choose one, the rest acts on the chosen. The same list stands in the help overlay.
import { useEffect, useRef } from 'react';
import { mapWindows, mostWindows, useMapWindows } from '../../../state/map-windows.ts';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';

export function useFocusKeys(actions: { onWall: (cameraId: string) => void; isOff: boolean }): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen() || isTyping(event.target) || latest.current.isOff) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (handleKey(event, latest.current.onWall)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** True where the key meant something here. */
function handleKey(event: KeyboardEvent, onWall: (cameraId: string) => void): boolean {
  const { ids, current } = useMapWindows.getState();
  const digit = Number(event.key);
  if (digit >= 1 && digit <= mostWindows && ids[digit - 1]) {
    mapWindows.chooseNth(digit - 1);
    focusWindow(ids[digit - 1] as string);
    return true;
  }
  if (current === null) return false;
  switch (event.key) {
    case 'w':
    case 'W':
      onWall(current);
      return true;
    case 'f':
    case 'F':
      mapWindows.toggleLarge(current);
      return true;
    case 'Delete': {
      mapWindows.close(current);
      const next = useMapWindows.getState().current;
      if (next) focusWindow(next);
      return true;
    }
    default:
      return false;
  }
}

function focusWindow(cameraId: string): void {
  document.querySelector<HTMLElement>(`[data-focus-camera="${cameraId}"]`)?.focus({ preventScroll: true });
}
