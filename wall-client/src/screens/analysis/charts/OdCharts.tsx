// OD as a table of areas, the more the brighter, and as streams from left to right. Every number is written out.
//
// For tests: data-od-cell ("from to") with its number as text, data-od-streams.
import { EnvironmentOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFlowsOnMap } from '../../../state/map-focus.ts';
import { hoursOf, type OdShown, type OdTable, odTable } from '../../../state/od-flows.ts';
import { colourOf } from '../../../ui/series-colours.ts';
import { useWords } from '../../../ui/useWords.ts';
import styles from './charts.module.css';
import { streamsOf } from './od-cells.ts';

/** `areas`: as they were asked for. */
export function OdCharts({ rows, areas }: Pick<OdShown, 'rows' | 'areas'>) {
  const { t } = useTranslation();
  const words = useWords();
  const [hourMs, setHourMs] = useState<number | null>(null);
  const table = useMemo(() => odTable(rows, hourMs), [rows, hourMs]);
  const hours = useMemo(() => hoursOf(rows), [rows]);
  return (
    <figure className={styles.figure}>
      <div className={styles.tools}>
        <Select<number>
          className={styles.only}
          value={hourMs ?? 0}
          onChange={chosen => setHourMs(chosen || null)}
          popupMatchSelectWidth={false}
          options={[
            { value: 0, label: t('analysis.charts.allHours') },
            ...hours.map(value => ({ value, label: words.dayTime(value) })),
          ]}
        />
        <span>{t('analysis.charts.journeys', { count: table.total })}</span>
        <Button
          className={styles.right ?? ''}
          icon={<EnvironmentOutlined />}
          onClick={() => showFlowsOnMap({ rows, areas, hourMs })}
          data-action="flows-on-map"
        >
          {t('track.onMap')}
        </Button>
      </div>
      <div className={styles.od}>
        <Matrix table={table} />
        {table.total > 0 && <Streams table={table} />}
      </div>
    </figure>
  );
}

function Matrix({ table: { areas, journeys, most } }: { table: OdTable }) {
  const { t } = useTranslation();
  const words = useWords();
  const number = (count: number) => count.toLocaleString(words.locale);
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <th>{t('analysis.charts.fromTo')}</th>
          {areas.map(area => (
            <th key={area} scope="col">
              {area}
            </th>
          ))}
          <th scope="col">{t('analysis.charts.sum')}</th>
        </tr>
      </thead>
      <tbody>
        {areas.map((from, row) => (
          <tr key={from}>
            <th scope="row">{from}</th>
            {areas.map((to, column) => {
              const count = journeys[row]![column]!;
              return (
                <td key={to} style={heat(count, most)} data-od-cell={`${from} ${to}`}>
                  {row === column ? '–' : number(count)}
                </td>
              );
            })}
            <td>{number(sum(journeys[row]!))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From the ground to yellow: brightness alone tells more from less, whatever colours somebody sees. */
function heat(count: number, most: number): React.CSSProperties {
  if (count === 0) return {};
  const share = Math.sqrt(count / most);
  return {
    background: `color-mix(in oklab, #f0e442 ${Math.round(share * 100)}%, #16344d)`,
    color: share > 0.4 ? '#0a1017' : '#ffffff',
  };
}

const frame = { width: 640, height: 420, side: 210, gap: 14 };

function Streams({ table }: { table: OdTable }) {
  const { t } = useTranslation();
  const words = useWords();
  const { areas, journeys } = table;
  const count = areas.length;
  const high = frame.height - frame.gap * (count + 1);
  const out = journeys.map(line => line.reduce((all, one) => all + one, 0));
  const into = areas.map((_, to) => journeys.reduce((all, line) => all + line[to]!, 0));
  const yOf = (part: number, area: number) => frame.gap * (area + 1) + part * high;
  const [x0, x1] = [frame.side, frame.width - frame.side];
  const middle = (x0 + x1) / 2;
  const startOf = (sums: readonly number[], n: number) =>
    sums.slice(0, n).reduce((all, one) => all + one, 0) / table.total;
  const label = (sums: readonly number[], n: number) =>
    `${areas[n]} ${sums[n]!.toLocaleString(words.locale)}`;
  return (
    <svg
      className={styles.streams}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      data-od-streams={streamsOf(table).length}
    >
      <title>{t('analysis.charts.odTitle')}</title>
      {streamsOf(table).map(({ from, to, journeys: many, left, right, width }) => {
        const [a, b] = [yOf(left + width / 2, from), yOf(right + width / 2, to)];
        return (
          <path
            key={`${from} ${to}`}
            d={`M${x0} ${a} C${middle} ${a} ${middle} ${b} ${x1} ${b}`}
            stroke={colourOf(from)}
            strokeWidth={Math.max(1, width * high)}
          >
            <title>{`${areas[from]} → ${areas[to]} · ${many}`}</title>
          </path>
        );
      })}
      {areas.map((area, n) => (
        <g key={area}>
          {out[n]! > 0 && (
            <text x={x0 - 8} y={yOf(startOf(out, n) + out[n]! / table.total / 2, n) + 5} textAnchor="end">
              {label(out, n)}
            </text>
          )}
          {into[n]! > 0 && (
            <text x={x1 + 8} y={yOf(startOf(into, n) + into[n]! / table.total / 2, n) + 5}>
              {label(into, n)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
