// Carries the chosen layers to the map. The online rate is counted once a second at most, however many states
// change.
import { systemClock } from '@brightwall/kit/clock';
import { useEffect, useMemo, useRef, useState } from 'react';
import { areaFileLevels } from '../../../net/area-file.ts';
import type { City } from '../../../net/base-map.ts';
import { paced } from '../../../state/pace.ts';
import type { CityMap } from '../city-map.ts';
import type { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { useLayers } from './layer-choice.ts';
import { AreaCounter } from './online-rate.ts';
import { rateShape } from './rate-shape.ts';
import { useAreas } from './useAreas.ts';

const rateEveryMs = 1000;

export function useLayerEffects(
  map: CityMap | null,
  city: City,
  frame: LocalFrame,
  placed: readonly PlacedCamera[],
): void {
  const { areas, rate } = useLayers();
  useEffect(() => {
    for (const level of areaFileLevels) map?.setLayer(level, areas.includes(level));
  }, [map, areas]);

  const known = useAreas(city, rate !== null);
  const counter = useMemo(
    () =>
      rate && known
        ? new AreaCounter(
            known.filter(({ level }) => level === rate),
            frame,
          )
        : null,
    [rate, known, frame],
  );
  const counted = usePaced(placed, rateEveryMs);
  useEffect(() => {
    map?.showShape('rate', counter && rateShape(counter.rates(counted)), 'ground');
  }, [map, counter, counted]);
}

/** The newest value, changing this often at most. */
function usePaced<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const schedule = useRef(paced(systemClock, everyMs));
  const isDue = useRef(false);
  useEffect(() => {
    if (isDue.current || value === shown) return;
    isDue.current = true;
    schedule.current(() => {
      isDue.current = false;
      setShown(latest.current);
    });
  }, [value, shown]);
  return shown;
}
