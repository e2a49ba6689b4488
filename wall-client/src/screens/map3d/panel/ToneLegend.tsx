// How many cameras are in each state's colour.
import type { Camera } from '@brightwall/protocol/camera';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toneColour, tones } from '../cameras/tone.ts';
import styles from './panels.module.css';
import { countTones } from './texts.ts';

export function ToneLegend({ cameras }: { cameras: readonly Camera[] }) {
  const { t } = useTranslation();
  const counts = useMemo(() => countTones(cameras), [cameras]);
  return (
    <ul className={styles.legend}>
      {tones
        .filter(tone => counts[tone] > 0 || tone === 'live')
        .map(tone => (
          <li key={tone} data-camera-count={tone}>
            <i className={styles.dot} style={{ background: toneColour[tone] }} />
            {t(`map3d.tone.${tone}`)} <b>{counts[tone]}</b>
          </li>
        ))}
    </ul>
  );
}
