// M takes the point in the middle of the map, Backspace takes the last point back. The picture's own keys are in
// PictureStage.tsx, Escape in useMapKeys.ts.
import { useEffect, useRef } from 'react';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';

export function useCalibrationKeys(actions: { onCentre: () => void; onBack: () => void }): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen() || isTyping(event.target)) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key.toLowerCase() === 'm') latest.current.onCentre();
      else if (event.key === 'Backspace') latest.current.onBack();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
