// How this user looks at passages: of which cameras, folded away or not, and which one is open.
import type { Passage } from '@brightwall/protocol/passage';
import { create } from 'zustand';
import type { WallLayoutState } from './wall-layout.ts';

export type PassageFilter =
  | { readonly kind: 'all' }
  /** The cameras on the tiles that are in sight. */
  | { readonly kind: 'wall' }
  | { readonly kind: 'cameras'; readonly ids: readonly string[] };

export interface PassageViewState {
  filter: PassageFilter;
  folded: boolean;
  /** Kept whole: it stays open however many pass meanwhile. */
  open: Passage | null;
  /** What the open one is leafed through with; null: the strip. */
  among: readonly Passage[] | null;
}

export const emptyPassageView: PassageViewState = {
  filter: { kind: 'all' },
  folded: false,
  open: null,
  among: null,
};

export const usePassageView = create<PassageViewState>(() => emptyPassageView);

export const passageView = {
  setFilter: (filter: PassageFilter) => usePassageView.setState({ filter }),
  setFolded: (folded: boolean) => usePassageView.setState({ folded }),
  /** `among`: the list it is one of, other than the strip's. */
  open: (open: Passage, among: readonly Passage[] | null = null) => usePassageView.setState({ open, among }),
  close: () => usePassageView.setState({ open: null }),
};

/** Whether a camera's passages are shown under a filter. */
export function accepts(
  filter: PassageFilter,
  wall: Pick<WallLayoutState, 'layout' | 'slots'>,
): (cameraId: string) => boolean {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'wall': {
      const there = new Set(wall.slots.slice(0, wall.layout));
      return cameraId => there.has(cameraId);
    }
    case 'cameras': {
      const chosen = new Set(filter.ids);
      return cameraId => chosen.has(cameraId);
    }
  }
}

const keyOf = (username: string) => `brightwall.passages.${username}`;
/** A filter of more cameras than this is not remembered whole. */
const mostIds = 500;

/** Reads what this user left here; anything unreadable gives everything, unfolded. */
export function loadPassageView(storage: Pick<Storage, 'getItem'>, username: string): void {
  usePassageView.setState(parsePassageView(storage.getItem(keyOf(username))));
}

export function parsePassageView(text: string | null): PassageViewState {
  try {
    const value = JSON.parse(text ?? 'null') as { filter?: PassageFilter; folded?: unknown } | null;
    return { ...emptyPassageView, folded: value?.folded === true, filter: filterOf(value?.filter) };
  } catch {
    return emptyPassageView;
  }
}

function filterOf(value: PassageFilter | undefined): PassageFilter {
  if (value?.kind === 'wall') return { kind: 'wall' };
  if (value?.kind !== 'cameras' || !Array.isArray(value.ids)) return emptyPassageView.filter;
  const ids = (value.ids as unknown[]).filter(
    (id): id is string => typeof id === 'string' && /^[0-9a-f]{16}$/.test(id),
  );
  return { kind: 'cameras', ids: ids.slice(0, mostIds) };
}

/** Writes every change of filter or folding; the returned function stops that. */
export function rememberPassageView(storage: Pick<Storage, 'setItem'>, username: string): () => void {
  return usePassageView.subscribe((state, before) => {
    if (state.filter === before.filter && state.folded === before.folded) return;
    try {
      storage.setItem(keyOf(username), JSON.stringify({ filter: state.filter, folded: state.folded }));
    } catch {
      // A full or forbidden storage costs the memory of the filter, never the passages.
    }
  });
}
