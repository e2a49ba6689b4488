// S, P and K on the current window's camera: viewshed (sight), fused picture (projection), calibration.
import { useEffect, useRef } from 'react';
import { useMapWindows } from '../../../state/map-windows.ts';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';

interface Actions {
  onViewshed: (cameraId: string) => void;
  onProject: (cameraId: string) => void;
  onCalibrate: (cameraId: string) => void;
  /** While keys belong to something else. */
  isOff: boolean;
}

export function useFusionKeys(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { isOff, onViewshed, onProject, onCalibrate } = latest.current;
      if (event.defaultPrevented || isOff || dialogOpen() || isTyping(event.target)) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const act = { s: onViewshed, p: onProject, k: onCalibrate }[event.key.toLowerCase()];
      const { current } = useMapWindows.getState();
      if (!act || current === null) return;
      event.preventDefault();
      event.stopPropagation();
      act(current);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
