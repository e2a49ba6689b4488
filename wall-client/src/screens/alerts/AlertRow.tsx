import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { Tag } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './alerts.module.css';

interface AlertRowProps {
  alert: WatchAlert;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

const tones = { raised: 'error', signed: 'warning', checked: 'processing', handled: 'processing' } as const;

export const AlertRow = memo(function AlertRow({ alert, isChosen, onChoose }: AlertRowProps) {
  const { t } = useTranslation();
  const words = useWords();
  const name = useCameras(state => state.cameras.get(alert.lastCameraId)?.name) ?? alert.lastCameraId;
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={isChosen}
      onClick={() => onChoose(alert.id)}
      data-alert={alert.id}
      data-alert-state={alert.state}
    >
      {alert.passage?.pictures ? (
        <PassagePicture
          className={styles.thumb}
          hash={alert.passage.pictures.vehicle}
          alt={t('passages.vehicle')}
        />
      ) : (
        <span className={styles.thumb} />
      )}
      <span className={styles.rowMain}>
        <span className={styles.rowHead}>
          <PlateBadge text={alert.plate} colour={alert.passage?.colour ?? 'unknown'} rem={1.25} />
          <Tag color={alert.state === 'fed-back' ? 'default' : tones[alert.state]}>
            {t(`watch.states.${alert.state}`)}
          </Tag>
        </span>
        <span className={styles.clip}>
          <time>{words.dayTime(alert.lastPassedMs)}</time> {name}
        </span>
        <span className={`${styles.clip} ${styles.dim}`}>
          {alert.hits > 1 && `${t('watch.hits', { count: alert.hits })} · `}
          {alert.park && `${t(`park.alerts.${alert.park.cause}`)} · `}
          {alert.entry.reason || alert.entry.unit}
        </span>
      </span>
    </button>
  );
});
