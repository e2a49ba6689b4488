import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { saving } from '../state/saved.ts';
import { dialogOpen, isWriting } from './keys.ts';
import { useWords } from './useWords.ts';

/** S saves what is shown to its case, C opens the cases. */
export function useSavedKeys(save: () => void): void {
  const words = useWords();
  const { message } = App.useApp();
  const acts = useRef({ save, open: () => {} });
  acts.current = {
    save,
    open: () => void saving.openCases().catch(error => message.error(words.errorText(error))),
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isOther = event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey;
      if (isOther || isWriting(event.target) || dialogOpen()) return;
      const key = event.key.toLowerCase();
      if (key !== 's' && key !== 'c') return;
      event.preventDefault();
      if (key === 's') acts.current.save();
      else acts.current.open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
