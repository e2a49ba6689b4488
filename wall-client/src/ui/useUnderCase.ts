import { App } from 'antd';
import { useState } from 'react';
import { theCase } from '../state/case.ts';
import { useWords, type Words } from './useWords.ts';

/**
 * Does something under the case, which is asked for first where there is none. `act` gives whether it was done; a failure
 * is told, in the words of `whyOf` where the error's own say too little.
 */
export function useUnderCase(whyOf = (error: unknown, words: Words) => words.errorText(error)) {
  const words = useWords();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  async function act(todo: (purposeId: string) => Promise<unknown>): Promise<boolean> {
    const purpose = await theCase.need();
    if (!purpose) return false;
    setBusy(true);
    try {
      await todo(purpose.id);
      return true;
    } catch (error) {
      void message.error(whyOf(error, words));
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, act };
}
