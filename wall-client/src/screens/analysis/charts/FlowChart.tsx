// 流量 by the hour of the day as bars: days or gates beside each other. The numbers stand in the table below.
//
// For tests: data-flow-chart (days | gates), data-bar on each bar with its number in data-count.
import type { AnalysisRow } from '@brightwall/protocol/analysis';
import { Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../../state/cameras.ts';
import { colourOf } from '../../../ui/series-colours.ts';
import { useWords } from '../../../ui/useWords.ts';
import styles from './charts.module.css';
import { byDay, byGate, daysOf, gatesOf, type Series, scaleTop, ticksOf } from './flow-series.ts';

type Beside = 'days' | 'gates';

export function FlowChart({ rows }: { rows: readonly AnalysisRow[] }) {
  const { t } = useTranslation();
  const cameras = useCameras(state => state.cameras);
  const [beside, setBeside] = useState<Beside>('days');
  const [only, setOnly] = useState<string | null>(null);
  const nameOf = (key: string | null) =>
    key === null ? t('analysis.charts.others') : beside === 'days' ? key : (cameras.get(key)?.name ?? key);
  const series = useMemo(
    () => (beside === 'days' ? byDay(rows, only) : byGate(rows, only)),
    [rows, beside, only],
  );
  const choices = useMemo(() => (beside === 'days' ? gatesOf(rows) : daysOf(rows)), [rows, beside]);
  return (
    <figure className={styles.figure} data-flow-chart={beside}>
      <div className={styles.tools}>
        <Segmented<Beside>
          value={beside}
          onChange={chosen => {
            setBeside(chosen);
            setOnly(null);
          }}
          options={(['days', 'gates'] as const).map(value => ({
            value,
            label: <span data-beside={value}>{t(`analysis.charts.${value}`)}</span>,
          }))}
        />
        <Select<string>
          className={styles.only}
          value={only ?? ''}
          onChange={chosen => setOnly(chosen || null)}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            {
              value: '',
              label: t(beside === 'days' ? 'analysis.charts.allGates' : 'analysis.charts.allDays'),
            },
            ...choices.map(value => ({
              value,
              label: beside === 'days' ? (cameras.get(value)?.name ?? value) : value,
            })),
          ]}
        />
        <span className={styles.dim}>{t('analysis.charts.chinaClock')}</span>
      </div>
      <Bars series={series} nameOf={nameOf} />
      <Legend series={series} nameOf={nameOf} />
    </figure>
  );
}

interface SeriesProps {
  series: readonly Series[];
  nameOf: (key: string | null) => string;
}

/** In a frame of its own units; the browser scales it. */
const frame = { width: 1200, height: 320, left: 64, bottom: 34, top: 22 };
const hourWidth = (frame.width - frame.left) / 24;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

function Bars({ series, nameOf }: SeriesProps) {
  const { t } = useTranslation();
  const words = useWords();
  const top = scaleTop(Math.max(1, ...series.flatMap(({ hours }) => hours)));
  const high = frame.height - frame.bottom - frame.top;
  const yOf = (count: number) => frame.top + high * (1 - count / top);
  const number = (count: number) => count.toLocaleString(words.locale);
  const barWidth = (hourWidth * 0.84) / Math.max(1, series.length);
  return (
    <svg className={styles.bars} viewBox={`0 0 ${frame.width} ${frame.height}`} role="img">
      <title>{t('analysis.charts.flowTitle')}</title>
      {ticksOf(top).map(tick => (
        <g key={tick}>
          <line x1={frame.left} x2={frame.width} y1={yOf(tick)} y2={yOf(tick)} />
          <text x={frame.left - 8} y={yOf(tick) + 5} textAnchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      {hoursOfDay.map(hour => (
        <g key={hour}>
          <text x={frame.left + hourWidth * (hour + 0.5)} y={frame.height - 10} textAnchor="middle">
            {hour}
          </text>
          {series.map(({ key, hours }, n) => {
            const count = hours[hour]!;
            const x = frame.left + hourWidth * (hour + 0.08) + barWidth * n;
            return (
              <g key={key ?? ''}>
                <rect
                  x={x}
                  y={yOf(count)}
                  width={Math.max(1, barWidth - 1)}
                  height={frame.height - frame.bottom - yOf(count)}
                  fill={colourOf(n)}
                  data-bar={`${key ?? ''} ${hour}`}
                  data-count={count}
                >
                  <title>{`${nameOf(key)} ${hour}:00 · ${number(count)}`}</title>
                </rect>
                {series.length <= 2 && count > 0 && (
                  <text x={x + barWidth / 2} y={yOf(count) - 5} textAnchor="middle" className={styles.count}>
                    {number(count)}
                  </text>
                )}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

/** In the order of the bars, each with its sum. */
function Legend({ series, nameOf }: SeriesProps) {
  const words = useWords();
  return (
    <figcaption className={styles.legend}>
      {series.map(({ key, total }, n) => (
        <span key={key ?? ''}>
          <i style={{ background: colourOf(n) }} />
          {nameOf(key)} <b>{total.toLocaleString(words.locale)}</b>
        </span>
      ))}
    </figcaption>
  );
}
