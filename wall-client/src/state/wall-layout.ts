// Which camera is on which tile. Sixteen slots always; a layout shows the first n, so that a smaller
// layout forgets nothing. Remembered per user in this browser.
import { create } from 'zustand';

export const layouts = [1, 4, 9, 16] as const;
export type Layout = (typeof layouts)[number];
export const slotCount = 16;

export interface WallLayoutState {
  layout: Layout;
  /** Camera id per slot. */
  slots: readonly (string | null)[];
  /** The slot keys act on. */
  focused: number;
  /** The slot shown alone, or null. */
  full: number | null;
}

export const emptyLayout: WallLayoutState = {
  layout: 4,
  slots: Array.from({ length: slotCount }, () => null),
  focused: 0,
  full: null,
};

export const useWallLayout = create<WallLayoutState>(() => emptyLayout);

const update = (change: (state: WallLayoutState) => Partial<WallLayoutState>) =>
  useWallLayout.setState(state => change(state));

function withSlot(slots: readonly (string | null)[], index: number, value: string | null) {
  return slots.map((slot, i) => (i === index ? value : slot));
}

export const wallLayout = {
  setLayout: (layout: Layout) =>
    update(state => ({ layout, full: null, focused: Math.min(state.focused, layout - 1) })),

  put: (index: number, cameraId: string) =>
    update(state => ({ slots: withSlot(state.slots, index, cameraId), focused: index })),

  /**
   * Into the first free visible tile; where none is free, into the focused one. A camera that is on the wall
   * already is selected there instead of shown twice. Returns the tile.
   */
  putFirstFree(cameraId: string): number {
    const { slots, layout, focused } = useWallLayout.getState();
    const there = slots.indexOf(cameraId);
    if (there !== -1 && there < layout) {
      wallLayout.focus(there);
      return there;
    }
    const free = slots.findIndex((slot, i) => i < layout && slot === null);
    const index = free === -1 ? focused : free;
    wallLayout.put(index, cameraId);
    return index;
  },

  /** These cameras and no others, in the smallest layout that holds them; more than sixteen are left out. */
  fill: (cameraIds: readonly string[]) =>
    update(() => {
      const shown = cameraIds.slice(0, slotCount);
      const layout = layouts.find(l => l >= shown.length) ?? slotCount;
      return { ...emptyLayout, layout, slots: emptyLayout.slots.map((_, i) => shown[i] ?? null) };
    }),

  swap: (from: number, to: number) =>
    update(({ slots }) => {
      const a = slots[from] ?? null;
      const b = slots[to] ?? null;
      return { slots: withSlot(withSlot(slots, from, b), to, a), focused: to };
    }),

  clear: (index: number) =>
    update(state => ({
      slots: withSlot(state.slots, index, null),
      full: state.full === index ? null : state.full,
    })),

  clearAll: () => update(() => ({ slots: emptyLayout.slots, full: null })),

  focus: (focused: number) => update(() => ({ focused })),

  setFull: (full: number | null) =>
    update(state => ({
      full: full !== null && state.slots[full] ? full : null,
      focused: full ?? state.focused,
    })),

  /** Moves the focus by one tile in the grid; stays at the edge. */
  moveFocus: (dx: -1 | 0 | 1, dy: -1 | 0 | 1) =>
    update(({ focused, layout }) => {
      const side = Math.sqrt(layout);
      const x = Math.min(side - 1, Math.max(0, (focused % side) + dx));
      const y = Math.min(side - 1, Math.max(0, Math.floor(focused / side) + dy));
      return { focused: y * side + x };
    }),
};

const keyOf = (username: string) => `brightwall.wall.${username}`;

/** Reads what this user left here; anything unreadable gives an empty wall. */
export function loadLayout(storage: Pick<Storage, 'getItem'>, username: string): void {
  useWallLayout.setState(parseLayout(storage.getItem(keyOf(username))));
}

export function parseLayout(text: string | null): WallLayoutState {
  try {
    const value = JSON.parse(text ?? 'null') as { layout?: unknown; slots?: unknown } | null;
    const layout = layouts.find(l => l === value?.layout) ?? emptyLayout.layout;
    const given = Array.isArray(value?.slots) ? (value.slots as unknown[]) : [];
    const slots = emptyLayout.slots.map((_, i) => {
      const slot = given[i];
      return typeof slot === 'string' && /^[0-9a-f]{16}$/.test(slot) ? slot : null;
    });
    return { ...emptyLayout, layout, slots };
  } catch {
    return emptyLayout;
  }
}

/** Writes every change of layout or slots; the returned function stops that. */
export function rememberLayout(storage: Pick<Storage, 'setItem'>, username: string): () => void {
  return useWallLayout.subscribe((state, before) => {
    if (state.layout === before.layout && state.slots === before.slots) return;
    try {
      storage.setItem(keyOf(username), JSON.stringify({ layout: state.layout, slots: state.slots }));
    } catch {
      // A full or forbidden storage costs the memory of the layout, never the wall.
    }
  });
}
