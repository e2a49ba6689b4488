import type { PlateStats } from '@brightwall/protocol/plate-setup';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../ui/useWords.ts';
import styles from './installer.module.css';

/** How well reading goes; "—" is not known, never a guess. */
export function Figures({ stats }: { stats: PlateStats | undefined }) {
  const { t } = useTranslation();
  const { locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const count = (value: number | undefined) => (value === undefined ? '—' : number.format(value));
  const measured = (value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined ? '—' : text(value);
  const recent = stats?.recentVehicles ?? 0;
  const sinceStart: [string, string][] = [
    [t('plates.vehicles'), count(stats?.vehicles)],
    [t('plates.unreadable'), count(stats?.unreadable)],
    [t('plates.withoutPlate'), count(stats?.withoutPlate)],
    [t('plates.framesRead'), count(stats?.framesRead)],
    [t('plates.framesSkipped'), count(stats?.framesSkipped)],
    [t('plates.stream'), stats?.profile ? t(stats.profile === 'main' ? 'tile.main' : 'tile.sub') : '—'],
  ];
  const lately: [string, string][] = [
    [t('plates.width'), measured(stats?.plateWidthPx, px => t('plates.px', { value: Math.round(px) }))],
    [
      t('plates.angle'),
      measured(stats?.angleDeg, deg =>
        t('plates.degrees', { value: (Math.round(deg * 10) / 10 + 0).toFixed(1) }),
      ),
    ],
    [t('plates.sharpness'), measured(stats?.sharpness, value => value.toFixed(2))],
  ];
  return (
    <section aria-label={t('plates.figures')}>
      <div className={styles.rate} data-reading-rate={recent > 0 ? (stats?.recentRead ?? 0) / recent : ''}>
        <span>{recent > 0 ? t('plates.rate', { count: recent }) : t('plates.rateNone')}</span>
        <b>{recent > 0 ? `${((100 * (stats?.recentRead ?? 0)) / recent).toFixed(0)}%` : '—'}</b>
        <meter min={0} max={1} value={recent > 0 ? (stats?.recentRead ?? 0) / recent : 0} />
      </div>
      <Table title={t('plates.lately')} figures={lately} />
      <Table title={t('plates.sinceStart')} figures={sinceStart} />
    </section>
  );
}

function Table({ title, figures }: { title: string; figures: readonly [string, string][] }) {
  return (
    <>
      <p className={styles.since}>{title}</p>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
