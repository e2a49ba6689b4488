import type { NextCamera } from '@brightwall/protocol/next-cameras';
import { type CSSProperties, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../state/cameras.ts';
import { showOnMap } from '../../state/map-focus.ts';
import { arrivalOf } from '../../state/next-cameras.ts';
import styles from './next.module.css';

interface NextCameraRowProps {
  camera: NextCamera;
  /** From 1; the number that stands at its place on the map. */
  number: number;
  aheadMs: number;
}

export function NextCameraRow({ camera, number, aheadMs }: NextCameraRowProps) {
  const { t } = useTranslation();
  const { cameraId, share, metres, seen } = camera;
  const known = useCamera(cameraId);
  return (
    <li
      className={styles.row}
      data-next-camera={cameraId}
      data-share={share.toFixed(3)}
      data-state={known?.state.kind ?? 'unknown'}
    >
      <em>{number}</em>
      <button type="button" className={styles.name} onClick={() => showOnMap(cameraId)}>
        {known?.name ?? cameraId}
      </button>
      <i className={styles.bar} style={{ '--share': share } as CSSProperties} />
      <b>{Math.round(share * 100)}%</b>
      <span>{metres === null ? '—' : t('next.metres', { count: roundedM(metres) })}</span>
      <Expected camera={camera} aheadMs={aheadMs} />
      <span className={styles.dim}>{t('next.seen', { count: seen })}</span>
    </li>
  );
}

/** Counts down by the core's clock. */
function Expected({ camera, aheadMs }: { camera: NextCamera; aheadMs: number }) {
  const { t } = useTranslation();
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const arrival = arrivalOf(camera, nowMs + aheadMs);
  if (!arrival) return <span>—</span>;
  if (arrival.kind !== 'in') return <span className={styles[arrival.kind]}>{t(`next.${arrival.kind}`)}</span>;
  return (
    <span className={styles.arrival}>
      {t('next.arrivesIn', { time: minutes(arrival.ms) })}{' '}
      <small>{t('next.arrivesSpan', { from: minutes(arrival.fromMs), to: minutes(arrival.toMs) })}</small>
    </span>
  );
}

const minutes = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const roundedM = (metres: number): number => Math.round(metres / 10) * 10;
