// Says which picture one looks at, where it is not one of this moment.
import type { PlateView } from '@brightwall/protocol/plate-setup';
import { Button, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInstaller } from '../../../state/plates.ts';
import { useWords } from '../../../ui/useWords.ts';
import styles from './stage.module.css';

/** Pictures come 2–5 times a second; after this long the picture stands still, ms. */
const stillAfterMs = 4_000;

export function ViewNote({ shown, poster }: { shown: PlateView | null; poster: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const watch = useInstaller(state => state.watch);
  const still = useStill(shown);
  if (watch.kind === 'refused') {
    return (
      <div className={styles.note} data-view-note="refused" role="status">
        <span>{t('plates.refused', { reason: words.errorText(watch.error) })}</span>
        <Button size="small" onClick={() => useInstaller.setState({ watch: { kind: 'asking' } })}>
          {t('plates.retry')}
        </Button>
      </div>
    );
  }
  if (shown) {
    if (!still) return null;
    return (
      <div className={styles.note} data-view-note="still" role="status">
        {t('plates.still', { time: words.time(shown.takenMs) })}
      </div>
    );
  }
  return (
    <div className={styles.note} data-view-note="waiting" role="status">
      <Spin size="small" />
      <span>
        {t('plates.waiting')}
        <small>{t(poster ? 'plates.thumbnail' : 'plates.noPicture')}</small>
      </span>
    </div>
  );
}

/** True when no picture followed this one for a while. */
function useStill(shown: PlateView | null): boolean {
  const [still, setStill] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every picture starts the wait anew
  useEffect(() => {
    setStill(false);
    const timer = setTimeout(() => setStill(true), stillAfterMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return still;
}
