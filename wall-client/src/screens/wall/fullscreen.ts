// A tile alone on the whole screen. The page puts it over everything by itself; the browser's full screen is
// asked for as well and may be refused (kiosks, frames), which changes nothing but the browser's own bars.
import { useWallLayout, wallLayout } from '../../state/wall-layout.ts';

export function toggleFull(index: number): void {
  const { full } = useWallLayout.getState();
  if (full === index) {
    leaveFull();
    return;
  }
  wallLayout.setFull(index);
  if (useWallLayout.getState().full === null || document.fullscreenElement) return;
  // The document, not the tile: drawers and hints are drawn outside of the tile and have to stay visible.
  document.documentElement.requestFullscreen?.().catch(() => undefined);
}

export function leaveFull(): void {
  wallLayout.setFull(null);
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
}

/** Leaving the browser's full screen (Esc) leaves the tile's too; the returned function stops that. */
export function followFullscreen(): () => void {
  const onChange = () => {
    if (!document.fullscreenElement) wallLayout.setFull(null);
  };
  document.addEventListener('fullscreenchange', onChange);
  return () => {
    document.removeEventListener('fullscreenchange', onChange);
    leaveFull();
  };
}
