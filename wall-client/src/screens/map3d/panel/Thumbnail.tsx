// The newest still of a camera, exchanged as new ones come.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayback } from '../../../playback/context.tsx';
import styles from './panels.module.css';

export function Thumbnail({ cameraId }: { cameraId: string }) {
  const { t } = useTranslation();
  const playback = usePlayback();
  const [url, setUrl] = useState<string | null>(() => playback.posters.urlOf(cameraId));

  useEffect(() => {
    const show = () => setUrl(playback.posters.urlOf(cameraId));
    show();
    playback.posters.prefetch(cameraId);
    return playback.onThumbnail(cameraId, show);
  }, [playback, cameraId]);

  return (
    <div className={styles.thumbnail}>
      {url ? (
        <img src={url} alt="" draggable={false} onError={() => setUrl(null)} />
      ) : (
        <span>{t('map3d.noThumbnail')}</span>
      )}
    </div>
  );
}
