// Cameras for a form, chosen on the map: areas of the administration by name or by a click, and boxes, circles and
// polygons that are drawn. Several together; each can be taken out again.
//
// For tests: data-pick-count, data-pick-ready, data-tool, data-action pick-use; `element.cityMap` is the map itself.
import { Button, Result, Select, Spin, Tag } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CameraPick as Asked, cameraPick } from '../../../state/camera-pick.ts';
import { useWords } from '../../../ui/useWords.ts';
import { type AreaFileLevel, areaFileLevels } from '../areas/area-file.ts';
import type { City } from '../city-data.ts';
import type { CityMap } from '../city-map.ts';
import { LocalFrame } from '../geo.ts';
import { useAreas } from '../layers/useAreas.ts';
import { MapTools } from '../MapTools.tsx';
import map3d from '../map3d.module.css';
import { usePlacedCameras } from '../placing/usePlacedCameras.ts';
import { DrawHint } from '../select/DrawHint.tsx';
import { select, useSelect } from '../select/select-store.ts';
import { ToolIcon } from '../select/ToolIcon.tsx';
import { useDraw } from '../select/useDraw.ts';
import { useGrid } from '../select/useGrid.ts';
import { useCity } from '../useCity.ts';
import { useCityMap } from '../useCityMap.ts';
import styles from './pick.module.css';
import { areaAt, keyOfArea, type PickPart, partOfArea, pickedCameras } from './picked.ts';
import { usePickShapes } from './usePickShapes.ts';

const tools = ['box', 'circle', 'polygon'] as const;

export default function CameraPick({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  const words = useWords();
  const { state, retry } = useCity();
  if (state.kind === 'ready') return <PickMap city={state.city} asked={asked} />;
  return state.kind === 'loading' ? (
    <Spin size="large" />
  ) : (
    <Result
      status="warning"
      title={t('map3d.failed')}
      subTitle={words.errorText(state.error)}
      extra={<Button onClick={retry}>{t('map3d.retry')}</Button>}
    />
  );
}

function PickMap({ city, asked }: { city: City; asked: Asked }) {
  const { t } = useTranslation();
  const words = useWords();
  const rootRef = useRef<HTMLDivElement & { cityMap?: CityMap | null }>(null);
  const mapRef = useRef<HTMLDivElement>(null);
  const { map, phase } = useCityMap(mapRef, city);
  const { areAll, placed } = usePlacedCameras(city.bounds, null);
  const frame = useMemo(() => new LocalFrame({ lon: city.centre[0], lat: city.centre[1] }), [city]);
  const grid = useGrid(placed, frame, true);
  const [level, setLevel] = useState<AreaFileLevel>('street');
  const [kept, setKept] = useState(asked.value);
  const [parts, setParts] = useState<readonly PickPart[]>([]);
  const drawing = useSelect(state => state.drawing);
  const all = useAreas(city, true);
  const areas = useMemo(() => all?.filter(area => area.level === level) ?? [], [all, level]);
  const picked = useMemo(() => (grid ? pickedCameras(kept, parts, grid) : [...kept]), [grid, kept, parts]);
  const toggle = (part: PickPart) =>
    setParts(before =>
      before.some(({ key }) => key === part.key)
        ? before.filter(({ key }) => key !== part.key)
        : [...before, part],
    );

  useDrawnElsewhere();
  useEffect(() => map?.handleCameras(placed, areAll), [map, placed, areAll]);
  usePickShapes({ map, frame, grid, areas, parts, picked });
  const shapes = useRef(0);
  const draw = useDraw({
    ...{ map, frame, grid, router: null },
    container: mapRef,
    onDone(_tool, selection) {
      shapes.current += 1;
      toggle({ key: `shape ${shapes.current}`, area: null, selection });
    },
  });
  const latest = useRef({ areas, isDrawing: drawing !== null, toggle });
  latest.current = { areas, isDrawing: drawing !== null, toggle };
  useEffect(
    () =>
      map?.pointer.on('click', (_id, at) => {
        const { areas: shown, isDrawing, toggle: change } = latest.current;
        const area = isDrawing ? null : areaAt(shown, at);
        if (area) change(partOfArea(area));
      }),
    [map],
  );
  useEffect(() => {
    if (rootRef.current) rootRef.current.cityMap = map;
  }, [map]);

  const nameOf = ({ area }: PickPart) => (area ? (words.zh ? area.name : area.nameEn) : t('pick.drawn'));
  const isTooMany = picked.length > asked.most;
  return (
    <div
      ref={rootRef}
      className={styles.root}
      data-camera-pick
      data-pick-ready={phase === 'ready'}
      data-pick-count={picked.length}
    >
      <div className={styles.tools}>
        {tools.map(tool => (
          <Button
            key={tool}
            type={drawing?.tool === tool ? 'primary' : 'default'}
            icon={<ToolIcon tool={tool} />}
            onClick={() => (drawing?.tool === tool ? select.leaveDrawing() : select.begin(tool))}
            data-tool={tool}
          >
            {t(`mapOps.tool.${tool}`)}
          </Button>
        ))}
        {city.areas && (
          <>
            <Select<AreaFileLevel>
              className={styles.level}
              value={level}
              onChange={setLevel}
              aria-label={t('mapOps.areaBorders')}
              options={areaFileLevels.map(value => ({ value, label: t(`mapOps.level.${value}`) }))}
            />
            <Select<string | null>
              className={styles.area}
              value={null}
              onChange={key => {
                const area = areas.find(one => keyOfArea(one) === key);
                if (!area) return;
                toggle(partOfArea(area));
                map?.moves.fitTo(area.ring, 60);
              }}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('pick.area')}
              aria-label={t('pick.area')}
              options={areas.map(area => ({
                value: keyOfArea(area),
                label: words.zh ? area.name : area.nameEn,
              }))}
              data-pick-area
            />
            <span className={styles.dim}>{t('pick.click')}</span>
          </>
        )}
      </div>
      <div className={styles.map}>
        <div className={map3d.map} ref={mapRef} />
        <MapTools map={map} fictional={city.isFictional} />
        <DrawHint count={draw.count} isStraight={false} onFinish={() => draw.key('finish')} />
        {phase !== 'ready' && (
          <div className={map3d.veil} role="status">
            <Spin size="large" />
          </div>
        )}
      </div>
      <footer className={styles.foot}>
        <div className={styles.parts}>
          {kept.length > 0 && (
            <Tag closable onClose={() => setKept([])}>
              {t('pick.kept', { count: kept.length })}
            </Tag>
          )}
          {parts.map(part => (
            <Tag key={part.key} closable color="gold" onClose={() => toggle(part)}>
              {nameOf(part)}
            </Tag>
          ))}
        </div>
        <b className={isTooMany ? styles.tooMany : ''}>
          {t(isTooMany ? 'pick.tooMany' : 'pick.count', { count: picked.length, most: asked.most })}
        </b>
        <Button onClick={cameraPick.leave}>{t('map3d.cancel')}</Button>
        <Button
          type="primary"
          disabled={isTooMany || (picked.length === 0 && asked.value.length === 0)}
          onClick={() => cameraPick.use(picked)}
          data-action="pick-use"
        >
          {t('pick.use')}
        </Button>
      </footer>
    </div>
  );
}

/** What is marked on the map's own screen stays as it was. */
function useDrawnElsewhere(): void {
  useEffect(() => {
    const { selection } = useSelect.getState();
    useSelect.setState({ drawing: null, selection: null });
    return () => useSelect.setState({ drawing: null, selection });
  }, []);
}
