// Cameras chosen on the map for a form of another screen: what is asked, and who waits for the answer.
import { create } from 'zustand';

export interface CameraPick {
  /** Chosen before. */
  value: readonly string[];
  most: number;
}

export const useCameraPick = create<{ asked: CameraPick | null }>(() => ({ asked: null }));

let waiting: ((ids: string[] | null) => void) | null = null;

export const cameraPick = {
  /** Null: they were left as they were. */
  ask(asked: CameraPick): Promise<string[] | null> {
    answer(null);
    useCameraPick.setState({ asked });
    return new Promise(done => {
      waiting = done;
    });
  },

  use: (ids: string[]) => answer(ids),

  leave: () => answer(null),
};

function answer(ids: string[] | null): void {
  useCameraPick.setState({ asked: null });
  waiting?.(ids);
  waiting = null;
}
