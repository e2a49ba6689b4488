// The moment in the stream: when the scene was taken and of which stream, and that camera's picture as it is now.
import { PlayCircleFilled } from '@ant-design/icons';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayback } from '../../playback/context.tsx';
import { LivePicture } from '../../playback/LivePicture.tsx';
import { useCamera } from '../../state/cameras.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './detail.module.css';

export function PassageMoment({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  const words = useWords();
  const [live, setLive] = useState(false);
  const passedMs = passedByCoreMs(passage);
  return (
    <section className={styles.moment} aria-label={t('passages.moment')}>
      <header>
        <h3>{t('passages.moment')}</h3>
        <time dateTime={new Date(passedMs).toISOString()}>{words.moment(passedMs)}</time>
        {passage.profile && <span>{t(passage.profile === 'main' ? 'tile.main' : 'tile.sub')}</span>}
        {live && (
          <Button size="small" onClick={() => setLive(false)} data-action="close-live">
            {t('passages.closeLive')}
          </Button>
        )}
      </header>
      <Now cameraId={passage.cameraId} live={live} onLive={() => setLive(true)} />
      <p className={styles.around}>{t('passages.noRecording')}</p>
    </section>
  );
}

function Now({ cameraId, live, onLive }: { cameraId: string; live: boolean; onLive: () => void }) {
  const { t } = useTranslation();
  const playback = usePlayback();
  const camera = useCamera(cameraId);
  if (!camera) return <div className={styles.live}>{t('passages.gone')}</div>;
  if (live) {
    return (
      <div className={styles.live}>
        <LivePicture key={cameraId} cameraId={cameraId} />
      </div>
    );
  }
  const poster = playback.posters.urlOf(cameraId);
  return (
    <button type="button" className={styles.live} onClick={onLive} data-action="open-live">
      {poster && <img src={poster} alt="" draggable={false} />}
      <span className={styles.play}>
        <PlayCircleFilled />
        {t('passages.openLive')}
        <small>{t('passages.now')}</small>
      </span>
    </button>
  );
}
