// Keys of the search: / to the box, the arrows move the mark, Enter opens it, T follows its vehicle.
import { useEffect, useRef } from 'react';
import { mostFound, searching, useSearch } from '../../state/search.ts';
import { followMarked } from '../../state/track.ts';
import { dialogOpen, isTyping } from '../../ui/keys.ts';
import { openFound } from './open-found.ts';

const page = 10;

export function useSearchKeys(actions: { toBox: () => void }): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || dialogOpen()) return;
      // From the box one goes down into what was found.
      const fromBox =
        event.target instanceof HTMLElement && event.target.matches('[data-search-box] *, [data-search-box]');
      if (isTyping(event.target) && !(fromBox && event.key === 'ArrowDown')) return;
      if (!act(event.key)) return;
      event.preventDefault();
      if (fromBox) (event.target as HTMLElement).blur();
    };
    const act = (key: string): boolean => {
      switch (key) {
        case '/':
          latest.current.toBox();
          return true;
        case 'ArrowDown':
          return move(1);
        case 'ArrowUp':
          return move(-1);
        case 'PageDown':
          return move(page);
        case 'PageUp':
          return move(-page);
        case 'Home':
          return move(-mostFound);
        case 'End':
          return move(mostFound);
        case 'Enter': {
          const marked = markedPassage();
          if (marked) openFound(marked);
          return marked !== undefined;
        }
        case 't':
        case 'T':
          void followMarked();
          return true;
        default:
          return false;
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function markedPassage() {
  const { found, markedId } = useSearch.getState();
  return found.find(({ passage }) => passage.id === markedId)?.passage;
}

function move(by: number): boolean {
  const { found, markedId } = useSearch.getState();
  if (found.length === 0) return false;
  const at = found.findIndex(({ passage }) => passage.id === markedId);
  const next = at === -1 ? 0 : Math.min(found.length - 1, Math.max(0, at + by));
  searching.mark(found[next]!.passage.id);
  return true;
}
