// Cameras for a form, chosen on the map: areas of the administration by name or by a click, and boxes, circles and
// polygons that are drawn. Several together; each can be taken out again.
//
// For tests: data-pick-count, data-pick-ready, data-tool, data-action pick-use; `element.cityMap` is the map itself.
import { Button, Result, Select, Spin, Tag } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AreaFileLevel, areaFileLevels } from '../../../net/area-file.ts';
import type { City } from '../../../net/base-map.ts';
import { whereOfArea } from '../../../state/areas.ts';
import { type CameraPick as Asked, cameraPick } from '../../../state/camera-pick.ts';
import { camerasAt, isEverywhere, type WhereArea } from '../../../state/where.ts';
import { useWords } from '../../../ui/useWords.ts';
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
import { areaAt, drawnArea } from './picked.ts';
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
  const { areAll, cameras, placed } = usePlacedCameras(city.bounds, null);
  const frame = useMemo(() => new LocalFrame({ lon: city.centre[0], lat: city.centre[1] }), [city]);
  const grid = useGrid(placed, frame, true);
  const [level, setLevel] = useState<AreaFileLevel>('street');
  const [kept, setKept] = useState(asked.value.cameraIds);
  const [parts, setParts] = useState(asked.value.areas);
  const drawing = useSelect(state => state.drawing);
  const all = useAreas(city, true);
  const areas = useMemo(() => all?.filter(area => area.level === level) ?? [], [all, level]);
  const where = useMemo(() => ({ cameraIds: kept, areas: parts }), [kept, parts]);
  const picked = useMemo(() => camerasAt(where, cameras.values()), [where, cameras]);
  const toggle = (part: WhereArea) =>
    setParts(before =>
      before.some(({ key }) => key === part.key)
        ? before.filter(({ key }) => key !== part.key)
        : [...before, part],
    );

  useDrawnElsewhere();
  useEffect(() => map?.handleCameras(placed, areAll), [map, placed, areAll]);
  usePickShapes({ map, grid, areas, parts, picked });
  const draw = useDraw({
    ...{ map, frame, grid, router: null },
    container: mapRef,
    onDone(_tool, selection) {
      setParts(before => [...before, drawnArea(selection, before, frame, t('pick.drawn'))]);
    },
  });
  // What was chosen before is in view.
  const { areas: before } = asked.value;
  useEffect(() => {
    if (phase === 'ready')
      map?.moves.fitTo(
        before.flatMap(({ ring }) => ring),
        60,
      );
  }, [map, phase, before]);
  const latest = useRef({ areas, isDrawing: drawing !== null, toggle });
  latest.current = { areas, isDrawing: drawing !== null, toggle };
  useEffect(
    () =>
      map?.pointer.on('click', (_id, at) => {
        const { areas: shown, isDrawing, toggle: change } = latest.current;
        const area = isDrawing ? null : areaAt(shown, at);
        if (area) change(whereOfArea(area));
      }),
    [map],
  );
  useEffect(() => {
    if (rootRef.current) rootRef.current.cityMap = map;
  }, [map]);

  const nameOf = ({ name, nameEn }: WhereArea) => (words.zh ? name : nameEn);
  const { most, mostAreas } = asked;
  const isTooMany =
    mostAreas === null ? picked.length > most : kept.length > most || parts.length > mostAreas;
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
                const area = areas.find(one => whereOfArea(one).key === key);
                if (!area) return;
                toggle(whereOfArea(area));
                map?.moves.fitTo(area.ring, 60);
              }}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('pick.area')}
              aria-label={t('pick.area')}
              options={areas.map(area => ({
                value: whereOfArea(area).key,
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
          {mostAreas === null
            ? t(isTooMany ? 'pick.tooMany' : 'pick.count', { count: picked.length, most })
            : t(isTooMany ? 'pick.tooManyAreas' : 'pick.standing', { count: picked.length, most: mostAreas })}
        </b>
        <Button onClick={cameraPick.leave}>{t('map3d.cancel')}</Button>
        <Button
          type="primary"
          disabled={isTooMany || (isEverywhere(where) && isEverywhere(asked.value))}
          onClick={() => cameraPick.use(where)}
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
