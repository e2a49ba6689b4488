// The roads a followed vehicle may take from where it is, each with the next camera beside it; the likeliest first.
import type { Camera } from '@brightwall/protocol/camera';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../ui/useWords.ts';
import { metresText } from '../select/extent.ts';
import type { NextCamera } from './next-roads.ts';
import styles from './relay.module.css';
import { relayControl } from './relay-store.ts';

interface Props {
  options: readonly NextCamera[];
  cameras: ReadonlyMap<string, Camera>;
  onHover: (cameraId: string | null) => void;
}

const compass = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

export function NextRoads({ options, cameras, onHover }: Props) {
  const { t } = useTranslation();
  const { zh } = useWords();
  return (
    <section className={styles.next} aria-label={t('mapOps.nextRoads')}>
      <h3>{t('mapOps.nextRoads')}</h3>
      {options.length === 0 && <p>{t('mapOps.noNextRoads')}</p>}
      {options.map(({ cameraId, road, roadEn, distanceM, headingDeg }, i) => (
        <Button
          key={cameraId}
          type={i === 0 ? 'primary' : 'default'}
          ghost={i === 0}
          className={styles.road}
          data-next={cameraId}
          onMouseEnter={() => onHover(cameraId)}
          onMouseLeave={() => onHover(null)}
          onFocus={() => onHover(cameraId)}
          onClick={() => relayControl.goTo(cameraId)}
        >
          <b>
            {t(`mapOps.compass.${compass[Math.round(headingDeg / 45) % 8] as (typeof compass)[number]}`)}
            {road !== null && ` · ${zh ? road : (roadEn ?? road)}`}
          </b>
          <span>{cameras.get(cameraId)?.name}</span>
          <small>{metresText(distanceM)}</small>
        </Button>
      ))}
    </section>
  );
}
