// Nothing passed yet: says what is being done about it, or what would make something appear.
import { CarOutlined } from '@ant-design/icons';
import type { PlateStateKind, PlateStats } from '@brightwall/protocol/plate-setup';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { passageView, usePassageView } from '../../state/passage-view.ts';
import { isLookedAt, usePlateStats } from '../../state/plates.ts';
import styles from './strip.module.css';

export function StripEmpty({ loaded }: { loaded: boolean }) {
  const { t } = useTranslation();
  const filtered = usePassageView(state => state.filter.kind !== 'all');
  const noCameras = useCameras(state => state.loaded && state.cameras.size === 0);
  const reading = usePlateStats(state => count(state.stats, isLookedAt));
  const broken = usePlateStats(
    state => count(state.stats, kind => kind === 'model-missing' || kind === 'model-damaged') > 0,
  );
  const text = !loaded
    ? t('passages.emptyUnknown')
    : noCameras
      ? t('passages.emptyNoCameras')
      : filtered
        ? t('passages.emptyFiltered')
        : reading > 0
          ? t('passages.emptyReading', { count: reading })
          : broken
            ? t('passages.emptyModel')
            : t('passages.emptyNone');
  return (
    <p className={styles.empty}>
      <CarOutlined className={styles.emptyIcon} />
      <span>{text}</span>
      {filtered && loaded && !noCameras && (
        <Button size="small" onClick={() => passageView.setFilter({ kind: 'all' })}>
          {t('passages.showAll')}
        </Button>
      )}
    </p>
  );
}

function count(stats: ReadonlyMap<string, PlateStats>, is: (state: PlateStateKind) => boolean): number {
  let found = 0;
  for (const { state } of stats.values()) if (is(state)) found += 1;
  return found;
}
