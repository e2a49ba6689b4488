// OD 流向 on the city's map: arcs between areas, and what their width and colour mean, for as long as the layer is on.
//
// For tests: data-flows (journeys), data-action flows-close.
import { CloseOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../../state/cameras.ts';
import { hoursOf, type OdShown, odFlows, useOdFlows } from '../../../state/od-flows.ts';
import { openScreen } from '../../../state/route.ts';
import { colourOf } from '../../../ui/series-colours.ts';
import { useWords } from '../../../ui/useWords.ts';
import type { CityMap } from '../city-map.ts';
import { useLayers } from '../layers/layer-choice.ts';
import { type Flows, flowsOf, widthOf } from './flow-shape.ts';
import styles from './flows.module.css';

interface Props {
  map: CityMap | null;
  isReady: boolean;
}

/** The legend lies over the map's upper edge; names and arcs stand beyond the middles. */
const legendPx = 220;

export function FlowsOnMap(props: Props) {
  const isOn = useLayers(state => state.flows);
  const shown = useOdFlows(state => state.shown);
  return isOn && shown ? <Shown {...props} shown={shown} /> : null;
}

function Shown({ map, isReady, shown }: Props & { shown: OdShown }) {
  const words = useWords();
  const areCamerasHere = useCameras(({ loaded }) => loaded);
  // biome-ignore lint/correctness/useExhaustiveDependencies: places are asked for anew when all cameras are here
  const flows = useMemo(
    () => flowsOf(shown, placeOf, count => count.toLocaleString(words.locale)),
    [shown, words.locale, areCamerasHere],
  );
  useEffect(() => {
    if (!map) return;
    map.showShape('flows', flows.shape);
    return () => map.showShape('flows', null);
  }, [map, flows]);
  const fitted = useRef<unknown>(null);
  useEffect(() => {
    if (!map || !isReady || flows.ground.length === 0 || fitted.current === shown.rows) return;
    fitted.current = shown.rows;
    map.moves.fitTo(flows.ground, 420, legendPx);
  }, [map, isReady, flows, shown.rows]);
  return <Legend shown={shown} flows={flows} />;
}

const placeOf = (id: string) => useCameras.getState().cameras.get(id)?.place ?? null;

function Legend({ shown, flows }: { shown: OdShown; flows: Flows }) {
  const { t } = useTranslation();
  const words = useWords();
  const { areas, total, most, unplaced } = flows;
  const samples = [...new Set([most, Math.ceil(most / 3), 1])].filter(count => count > 0);
  return (
    <aside className={styles.legend} aria-label={t('mapOps.flows.title')} data-flows={total}>
      <header>
        <h2>{t('mapOps.flows.title')}</h2>
        <Select<number>
          className={styles.hour}
          size="small"
          value={shown.hourMs ?? 0}
          onChange={chosen => odFlows.setHour(chosen || null)}
          popupMatchSelectWidth={false}
          options={[
            { value: 0, label: t('analysis.charts.allHours') },
            ...hoursOf(shown.rows).map(value => ({ value, label: words.dayTime(value) })),
          ]}
        />
        <span>{t('analysis.charts.journeys', { count: total })}</span>
        <Button size="small" onClick={() => openScreen('analysis')}>
          {t('mapOps.flows.back')}
        </Button>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={odFlows.close}
          aria-label={t('map3d.close')}
          title={t('map3d.close')}
          data-action="flows-close"
        />
      </header>
      <div className={styles.marks}>
        <span className={styles.dim}>{t('mapOps.flows.width')}</span>
        {samples.map(count => (
          <span key={count}>
            <i className={styles.line} style={{ height: `${widthOf(count, most) / 16}rem` }} />
            {count.toLocaleString(words.locale)}
          </span>
        ))}
      </div>
      <div className={styles.marks}>
        <span className={styles.dim}>{t('mapOps.flows.colour')}</span>
        {areas.map((area, n) => (
          <span key={area}>
            <i className={styles.dot} style={{ background: colourOf(n) }} />
            {area}
          </span>
        ))}
      </div>
      {unplaced.length > 0 && (
        <p className={styles.dim}>{t('mapOps.flows.unplaced', { areas: unplaced.join('、') })}</p>
      )}
    </aside>
  );
}
