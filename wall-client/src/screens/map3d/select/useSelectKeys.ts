// Drawing by keyboard. The arrows move the map under a cross in its middle, Space sets a point there, Enter ends a
// polygon or a route, Backspace takes a point back. The same list stands in the help overlay.
import { useEffect, useRef } from 'react';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';
import type { CityMap } from '../city-map.ts';
import type { DrawTool } from './drawing.ts';
import { useSelect } from './select-store.ts';
import { toolKeys } from './ToolBar.tsx';
import type { Draw } from './useDraw.ts';

/** What an arrow moves the map by, CSS pixels; with Shift, four times that. */
const stepPx = 40;
const arrows: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const drawKeys: Record<string, 'set' | 'finish' | 'back'> = {
  ' ': 'set',
  Enter: 'finish',
  Backspace: 'back',
};

interface Actions {
  map: CityMap | null;
  draw: Draw;
  isOff: boolean;
  begin: (tool: DrawTool) => void;
  /** With the marked cameras, where there are some. */
  play: () => boolean;
  toWall: () => boolean;
  /** The vehicle that the current window shows. */
  follow: () => boolean;
}

export function useSelectKeys(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen() || isTyping(event.target) || latest.current.isOff) return;
      if (event.altKey || event.ctrlKey || event.metaKey || !handleKey(event, latest.current)) return;
      // MapLibre pans and zooms with the same keys, a button is pressed by them.
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** True where the key meant something here. */
function handleKey(event: KeyboardEvent, { map, draw, begin, play, toWall, follow }: Actions): boolean {
  const { key, shiftKey } = event;
  const letter = key.toUpperCase();
  if (useSelect.getState().drawing) {
    const arrow = arrows[key];
    const kind = drawKeys[key];
    if (arrow) {
      const px = shiftKey ? stepPx * 4 : stepPx;
      map?.moves.panBy(arrow[0] * px, arrow[1] * px);
      draw.key('move');
    } else if (kind) draw.key(kind);
    if (arrow || kind) return true;
  }
  const tool = (Object.keys(toolKeys) as DrawTool[]).find(one => toolKeys[one] === letter);
  if (tool && !shiftKey) {
    begin(tool);
    return true;
  }
  if (!shiftKey) return letter === 'A' && play();
  if (letter === 'J') return follow();
  return letter === 'W' && toWall();
}
