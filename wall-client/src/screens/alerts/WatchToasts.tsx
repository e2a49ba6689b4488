// Watched vehicles that just passed, on every other screen than that of the alerts, with one short tone. They stay until
// somebody signs for them or puts them away: an alert that goes by itself was never seen. They have room of their own
// below the bar, so that they lie on no button.
//
// For tests: data-watch-toast (id).
import { AlertFilled, CloseOutlined } from '@ant-design/icons';
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../state/cameras.ts';
import { openScreen, useRoute } from '../../state/route.ts';
import { useWatch, watch } from '../../state/watch.ts';
import { chime } from '../../ui/chime.ts';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './toasts.module.css';

export function WatchToasts() {
  const { t } = useTranslation();
  const { toasts, raised, isMuted } = useWatch();
  // There the alerts stand themselves.
  const isHere = useRoute(({ screen }) => screen === 'alerts');
  useEffect(() => {
    if (raised > 0 && !isMuted) chime(performance.now());
  }, [raised, isMuted]);
  return (
    <section className={styles.toasts} aria-live="assertive" aria-label={t('watch.toast')}>
      {!isHere && toasts.map(alert => <Toast key={alert.id} alert={alert} />)}
    </section>
  );
}

function Toast({ alert }: { alert: WatchAlert }) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(alert.lastCameraId);
  function look() {
    watch.choose(alert.id);
    watch.putAway(alert.id);
    openScreen('alerts');
  }
  return (
    <article className={styles.toast} data-watch-toast={alert.id}>
      {alert.passage?.pictures && (
        <PassagePicture
          className={styles.vehicle}
          hash={alert.passage.pictures.vehicle}
          alt={t('passages.vehicle')}
        />
      )}
      <PlateBadge text={alert.plate} colour={alert.passage?.colour ?? 'unknown'} rem={1.5} />
      <div className={styles.words}>
        <p className={styles.what}>
          <AlertFilled /> <time>{words.time(alert.lastPassedMs)}</time>{' '}
          <b>{t(alert.park ? `park.alerts.${alert.park.cause}` : 'watch.toast')}</b>
        </p>
        <p>{camera?.name ?? alert.lastCameraId}</p>
        <p className={styles.dim}>{alert.entry.reason || alert.entry.unit}</p>
      </div>
      <Button type="primary" onClick={look} data-action="look">
        {t('watch.look')}
      </Button>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('watch.putAway')}
        title={t('watch.putAway')}
        onClick={() => watch.putAway(alert.id)}
        data-action="put-away"
      />
    </article>
  );
}
