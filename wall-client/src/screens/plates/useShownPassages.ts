import type { Passage } from '@brightwall/protocol/passage';
import { useMemo, useRef } from 'react';
import { accepts, type PassageFilter, usePassageView } from '../../state/passage-view.ts';
import { type PassageCount, usePassages } from '../../state/passages.ts';
import { useWallLayout } from '../../state/wall-layout.ts';

/** The strip's length; who wants more searches. */
export const stripLength = 200;

/** What the filter takes of a camera; the same function until filter or wall change. */
export function useAccepts(): (cameraId: string) => boolean {
  const filter = usePassageView(state => state.filter);
  const layout = useWallLayout(state => state.layout);
  const slots = useWallLayout(state => state.slots);
  return useMemo(() => accepts(filter, { layout, slots }), [filter, layout, slots]);
}

/** The newest passages under the filter, newest first. */
export function useShownPassages(): readonly Passage[] {
  const list = usePassages(state => state.list);
  const accept = useAccepts();
  return useMemo(() => firstOf(list, accept, stripLength), [list, accept]);
}

export function firstOf(
  list: readonly Passage[],
  accept: (cameraId: string) => boolean,
  most: number,
): readonly Passage[] {
  const shown: Passage[] = [];
  for (const passage of list) {
    if (shown.length === most) break;
    if (accept(passage.cameraId)) shown.push(passage);
  }
  return shown;
}

/** Since the page was opened, of the cameras under the filter. */
export function useCounts(): PassageCount {
  const counts = usePassages(state => state.counts);
  const accept = useAccepts();
  return useMemo(() => {
    let passed = 0;
    let unreadable = 0;
    for (const [cameraId, count] of counts) {
      if (!accept(cameraId)) continue;
      passed += count.passed;
      unreadable += count.unreadable;
    }
    return { passed, unreadable };
  }, [counts, accept]);
}

export interface Held {
  readonly shown: readonly Passage[];
  /** How many passed since it was paused. */
  readonly waiting: number;
}

/** The list as it stood when the pause began; another filter begins it anew. */
export function useHeld(list: readonly Passage[], paused: boolean, filter: PassageFilter): Held {
  const held = useRef<{ list: readonly Passage[]; filter: PassageFilter } | null>(null);
  // Nothing cannot be held: the first vehicle shows even under the pointer.
  if (!paused || held.current?.filter !== filter || held.current.list.length === 0) held.current = null;
  if (paused) held.current ??= { list, filter };
  const shown = held.current?.list ?? list;
  return { shown, waiting: shown === list ? 0 : newerThan(list, shown[0]) };
}

/** How many of the list are in front of this one; all where it has gone from it. */
export function newerThan(list: readonly Passage[], first: Passage | undefined): number {
  const at = first ? list.findIndex(({ id }) => id === first.id) : -1;
  return at === -1 ? list.length : at;
}
