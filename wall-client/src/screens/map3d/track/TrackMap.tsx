// The map beside the search: the cameras of what was found, the marked one, and a vehicle's track. No panels: what is
// looked at is chosen in the search.
//
// For tests the root carries data-map-ready, data-shapes; `element.cityMap` is the map itself.
import type { FoundPassage } from '@brightwall/protocol/search';
import { Button, Result, Spin } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { City } from '../../../net/base-map.ts';
import { searching, useSearch } from '../../../state/search.ts';
import { useTrack } from '../../../state/track.ts';
import { scaleOf } from '../../../ui/theme.ts';
import { useWords } from '../../../ui/useWords.ts';
import type { CityMap } from '../city-map.ts';
import { MapTools } from '../MapTools.tsx';
import styles from '../map3d.module.css';
import { usePlacedCameras } from '../placing/usePlacedCameras.ts';
import { useCity } from '../useCity.ts';
import { useCityMap } from '../useCityMap.ts';
import { foundShape } from './found-shape.ts';
import { useTrackShapes } from './useTrackShapes.ts';

export default function TrackMap() {
  const { t } = useTranslation();
  const words = useWords();
  const { state, retry } = useCity();
  if (state.kind === 'ready') return <FoundMap city={state.city} />;
  return (
    <div className={styles.screen} data-map-ready="false">
      <div className={styles.veil}>
        {state.kind === 'loading' ? (
          <Spin size="large" />
        ) : (
          <Result
            status="warning"
            title={t('map3d.failed')}
            subTitle={words.errorText(state.error)}
            extra={<Button onClick={retry}>{t('map3d.retry')}</Button>}
          />
        )}
      </div>
    </div>
  );
}

/** How near to a point the pointer has to be, CSS pixels at scale 1. */
const clickPx = 14;

function FoundMap({ city }: { city: City }) {
  const rootRef = useRef<HTMLDivElement & { cityMap?: CityMap | null }>(null);
  const mapRef = useRef<HTMLDivElement>(null);
  const { map, phase } = useCityMap(mapRef, city);
  const { placed } = usePlacedCameras(city.bounds, null);
  const { found: newest, markedId } = useSearch();
  // The rows first: where a map is drawn without a graphics card, one picture of it takes as long as the search.
  const found = useDeferredValue(newest);
  const marked = found.find(({ passage }) => passage.id === markedId)?.passage;
  const isFollowed = useTrack(state => state.track !== null);
  const places = useMemo(() => new Map(placed.map(({ camera, place }) => [camera.id, place])), [placed]);

  useTrackShapes(map, phase === 'ready', 60);
  useEffect(() => {
    // Of a vehicle that is followed the way is what counts.
    map?.showShape('found', foundShape(isFollowed ? [] : found, marked, places));
  }, [map, found, marked, places, isFollowed]);
  useEffect(() => {
    const place = marked && places.get(marked.cameraId);
    if (map && phase === 'ready' && place && !map.screenOfPlace(place)) map.moves.flyTo(place, false);
  }, [map, phase, marked, places]);
  const fitted = useRef<unknown>(null);
  const asked = useDeferredValue(useSearch(state => state.asked));
  useEffect(() => {
    if (!map || phase !== 'ready' || found.length === 0 || fitted.current === asked) return;
    fitted.current = asked;
    map.moves.fitTo(
      found.flatMap(({ passage }) => places.get(passage.cameraId) ?? []),
      60,
    );
  }, [map, phase, found, asked, places]);
  // The newest passage of the camera that is clicked.
  useEffect(
    () =>
      map?.pointer.on('click', (_id, _at, point) => {
        const isHere = ({ passage }: FoundPassage) => {
          const place = places.get(passage.cameraId);
          const at = place && map.screenOfPlace(place);
          return at && Math.hypot(at.x - point.x, at.y - point.y) <= clickPx * scaleOf(window.innerWidth);
        };
        const one = useSearch.getState().found.find(isHere);
        if (one) searching.mark(one.passage.id);
      }),
    [map, places],
  );
  useEffect(() => {
    const root = rootRef.current;
    if (!root || !map) return;
    root.cityMap = map;
    return map.on('moved', () => {
      root.dataset.shapes = Object.keys(map.facts.shapes).sort().join(' ');
    });
  }, [map]);
  return (
    <div ref={rootRef} className={`${styles.screen} ${styles.pane}`} data-map-ready={phase === 'ready'}>
      <div className={styles.map} ref={mapRef} />
      <MapTools map={map} fictional={city.isFictional} />
      {phase !== 'ready' && (
        <div className={styles.veil} role="status">
          <Spin size="large" />
        </div>
      )}
    </div>
  );
}
