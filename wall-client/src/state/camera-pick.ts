// Cameras chosen on the map for a form of another screen: what is asked, and who waits for the answer.
import { create } from 'zustand';
import type { Where } from './where.ts';

/** How much of it a form takes. */
export interface WhereBounds {
  /** Cameras; with those of the areas, where these only stand for them. */
  most: number;
  /** Areas that are kept as areas, whatever cameras come to stand in them; null: they stand for those of the moment. */
  mostAreas: number | null;
}

export interface CameraPick extends WhereBounds {
  /** Chosen before. */
  value: Where;
}

export const useCameraPick = create<{ asked: CameraPick | null }>(() => ({ asked: null }));

let waiting: ((where: Where | null) => void) | null = null;

export const cameraPick = {
  /** Null: it was left as it was. */
  ask(asked: CameraPick): Promise<Where | null> {
    answer(null);
    useCameraPick.setState({ asked });
    return new Promise(done => {
      waiting = done;
    });
  },

  use: (where: Where) => answer(where),

  leave: () => answer(null),
};

function answer(where: Where | null): void {
  useCameraPick.setState({ asked: null });
  waiting?.(where);
  waiting = null;
}
