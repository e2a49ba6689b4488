// What the pairs give: how well they fit, and the camera they describe; or why they give none.
import { leastPairs } from '@brightwall/protocol/calibration';
import { useTranslation } from 'react-i18next';
import { fieldOfView } from '../fusion/pose.ts';
import styles from './calibrate.module.css';
import type { Solution } from './solve-pose.ts';

interface Props {
  solution: Solution;
  isGood: boolean;
  pairs: number;
}

export function SolutionFigures({ solution, isGood, pairs }: Props) {
  const { t } = useTranslation();
  if (solution.kind === 'fault')
    return (
      <p className={styles.fault} role={solution.fault === 'too-few' ? undefined : 'alert'}>
        {t(`fusion.faults.${solution.fault}`, { more: leastPairs - pairs })}
      </p>
    );
  const { pose, rmsPx, spreadM } = solution;
  const figures: [name: string, value: string][] = [
    [t('fusion.height'), t('fusion.metres', { value: pose.at[2].toFixed(1) })],
    [t('fusion.accuracy'), `± ${t('fusion.metres', { value: spreadM.toFixed(2) })}`],
    [t('fusion.turn'), `${pose.headingDeg.toFixed(1)}° · ${pose.tiltDeg.toFixed(1)}°`],
    [t('map3d.fieldOfView'), `${fieldOfView(pose).toFixed(1)}°`],
  ];
  if (pose.k1 !== 0) figures.push([t('fusion.bend'), pose.k1.toFixed(3)]);
  return (
    <dl className={styles.result} data-good={isGood}>
      <dt>{t('fusion.residual')}</dt>
      <dd>
        <strong>{t('fusion.px', { value: rmsPx.toFixed(1) })}</strong>
      </dd>
      {figures.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}:`}>{value}</dd>])}
    </dl>
  );
}
