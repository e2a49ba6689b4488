// The moment in the stream: when the scene was taken, of which stream, and the way to that camera's picture.
import { PlayCircleOutlined, StopOutlined } from '@ant-design/icons';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import styles from './detail.module.css';

interface PassageMomentProps {
  passage: Passage;
  live: boolean;
  /** Null: the camera is not there any more. */
  onLive: (() => void) | null;
}

export function PassageMoment({ passage, live, onLive }: PassageMomentProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className={styles.moment}>
      <span className={styles.momentName}>{t('passages.moment')}</span>
      <time dateTime={new Date(passedByCoreMs(passage)).toISOString()}>
        {words.moment(passedByCoreMs(passage))}
      </time>
      <span>{t(passage.profile === 'main' ? 'tile.main' : 'tile.sub')}</span>
      <span className={styles.space} />
      <Button
        icon={live ? <StopOutlined /> : <PlayCircleOutlined />}
        disabled={!onLive}
        onClick={() => onLive?.()}
        data-action="open-live"
      >
        {live ? t('passages.closeLive') : t('passages.openLive')}
      </Button>
    </div>
  );
}
