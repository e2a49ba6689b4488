// What is being marked on the map, and what was marked last. It outlives the map's screen, as the windows beside
// the map do: whoever goes to the wall and comes back finds the list again.
import { create } from 'zustand';
import { begin, type Drawing, type DrawTool } from './drawing.ts';
import { clampMetres, type Selection } from './selection.ts';

export interface SelectState {
  drawing: Drawing | null;
  selection: Selection | null;
  /** What a click alone gives a circle. */
  radiusM: number;
  /** 周边: how far beside a route. */
  bufferM: number;
}

export const useSelect = create<SelectState>(() => ({
  drawing: null,
  selection: null,
  radiusM: 200,
  bufferM: 50,
}));

export const select = {
  /** What was marked before gives way. */
  begin: (tool: DrawTool) => useSelect.setState({ drawing: begin(tool), selection: null }),

  /** Ends drawing, finished or not. */
  leaveDrawing: () => useSelect.setState({ drawing: null }),

  clear: () => useSelect.setState({ selection: null }),

  /** Of the next circle, and of the one that is marked. */
  setRadius: (metres: number) => {
    const radiusM = clampMetres(metres);
    useSelect.setState(({ selection }) => ({
      radiusM,
      selection: selection?.kind === 'circle' ? { ...selection, radiusM } : selection,
    }));
  },

  /** Of the next route, and of the one that is marked. */
  setBuffer: (metres: number) => {
    const bufferM = clampMetres(metres);
    useSelect.setState(({ selection }) => ({
      bufferM,
      selection: selection?.kind === 'route' ? { ...selection, bufferM } : selection,
    }));
  },
};
