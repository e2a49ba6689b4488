import { passedByCoreMs } from '@brightwall/protocol/passage';
import { impossibleKmh, type Track } from '@brightwall/protocol/track';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { momentOf } from '../../state/track-playback.ts';
import { useWords } from '../useWords.ts';
import styles from './track.module.css';

/** Where the vehicle is at this moment of the playback: its last gate, the next, and how fast it went at least. */
export function LegFacts({ track, atMs }: { track: Track; atMs: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const cameras = useCameras(state => state.cameras);
  const nameOf = (id: string) => cameras.get(id)?.name ?? id;
  const moment = momentOf(track, atMs);
  if (!moment) return null;
  const { passage: at, leg } = moment;
  const [last, next] = [track.passages[at]!, leg ? track.passages[at + 1] : undefined];
  return (
    <div className={styles.leg} data-last-camera={last.cameraId}>
      <time>{words.dayTime(atMs)}</time>
      <span className={styles.gates}>
        {words.clock(passedByCoreMs(last))} {nameOf(last.cameraId)}
        {next && ` → ${words.clock(passedByCoreMs(next))} ${nameOf(next.cameraId)}`}
      </span>
      {leg?.metres !== null && leg !== null && leg.metres > 0 && (
        <span>{t('track.metres', { km: (leg.metres / 1000).toFixed(1) })}</span>
      )}
      {leg?.metres === 0 && <span>{t('track.standing')}</span>}
      {leg && leg.atLeastKmh !== null && leg.metres !== 0 && (
        <span title={t('track.atLeastHint')} data-at-least-kmh={Math.round(leg.atLeastKmh)}>
          {t('track.atLeast', { kmh: Math.round(leg.atLeastKmh) })}
        </span>
      )}
      {leg?.isUnseen && (
        <span className={styles.unseen} title={t('track.unseenHint')}>
          {t('track.unseen')}
        </span>
      )}
      {leg && (leg.atLeastKmh ?? 0) > impossibleKmh && (
        <span className={styles.impossible} title={t('track.impossibleHint')}>
          {t('track.impossible')}
        </span>
      )}
    </div>
  );
}
