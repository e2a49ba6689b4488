import type { Passage } from '@brightwall/protocol/passage';
import { useTranslation } from 'react-i18next';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import styles from './detail.module.css';

/** The whole picture with the vehicle's box and the plate's outline. */
export function PassageScene({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  if (passage.pictures === null)
    return <p className={styles.told}>{t('passages.toldNoPictures', { system: passage.system })}</p>;
  const [left, top, right, bottom] = passage.vehicle;
  const points = passage.corners.map(([x, y]) => `${x},${y}`).join(' ');
  return (
    <figure className={styles.scene}>
      <PassagePicture
        key={passage.pictures.scene}
        className={styles.sceneImage}
        hash={passage.pictures.scene}
        alt={t('passages.scene')}
      />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={styles.outlines}>
        <title>{t('passages.scene')}</title>
        <rect className={styles.vehicleBox} x={left} y={top} width={right - left} height={bottom - top} />
        <polygon className={styles.plateShade} points={points} />
        <polygon className={styles.plateOutline} points={points} data-plate-outline />
      </svg>
    </figure>
  );
}
