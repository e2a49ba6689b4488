// 查询事由: the case that this page looks at history for. Asked once, named by every look, changed by hand.
import type { Purpose } from '@brightwall/protocol/purpose';
import { create } from 'zustand';

export interface CaseState {
  /** What looks are made for now. */
  purpose: Purpose | null;
  isAsking: boolean;
}

export const useCase = create<CaseState>(() => ({ purpose: null, isAsking: false }));

const waiting: ((purpose: Purpose | null) => void)[] = [];

export const theCase = {
  /** The chosen case; where there is none a person is asked for it. Null: they would not say. */
  async need(): Promise<Purpose | null> {
    return useCase.getState().purpose ?? theCase.ask();
  },

  /** Asks whatever was chosen before. */
  ask(): Promise<Purpose | null> {
    useCase.setState({ isAsking: true });
    return new Promise(done => waiting.push(done));
  },

  choose: (purpose: Purpose) => answer(purpose),

  /** The dialog was closed; what was chosen before stays. */
  leave: () => answer(null),

  forget() {
    useCase.setState({ purpose: null });
    answer(null);
  },
};

function answer(purpose: Purpose | null): void {
  useCase.setState({ isAsking: false, ...(purpose && { purpose }) });
  for (const done of waiting.splice(0)) done(purpose);
}

const keyOf = (username: string) => `brightwall.case.${username}`;

/** Reads what this user last chose in this tab; the returned function stops remembering. */
export function rememberCase(storage: Pick<Storage, 'getItem' | 'setItem'>, username: string): () => void {
  try {
    const purpose = JSON.parse(storage.getItem(keyOf(username)) ?? 'null') as Purpose | null;
    if (typeof purpose?.id === 'string') useCase.setState({ purpose });
  } catch {
    // Then it is asked for again.
  }
  return useCase.subscribe(({ purpose }, before) => {
    if (purpose === before.purpose || !purpose) return;
    try {
      storage.setItem(keyOf(username), JSON.stringify(purpose));
    } catch {
      // A storage that is full or forbidden costs one question after the next reload.
    }
  });
}
