import { useEffect } from 'react';
import { following, useTrack } from '../../state/track.ts';
import { dialogOpen, isWriting } from '../keys.ts';

/** Moves the playback on while it plays; K plays and pauses. A page that is hidden stands still. */
export function usePlayback(isPlaying: boolean, hasKeys: boolean): void {
  useEffect(() => {
    if (!isPlaying) return;
    let lastMs = performance.now();
    let frame = requestAnimationFrame(function step(nowMs) {
      following.advance(Math.min(200, Math.max(0, nowMs - lastMs)));
      lastMs = nowMs;
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const isShown = useTrack(state => state.status.kind === 'shown') && hasKeys;
  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent) => {
      const isOther = event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey;
      if (isOther || event.key.toLowerCase() !== 'k' || isWriting(event.target) || dialogOpen()) return;
      event.preventDefault();
      following.toggle();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isShown]);
}
