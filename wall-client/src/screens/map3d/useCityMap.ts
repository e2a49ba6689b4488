// Ties a CityMap's life to a container's, and its inputs to the screen's state.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { City } from '../../net/base-map.ts';
import { scaleOf } from '../../ui/theme.ts';
import { useTheme } from './base/theme-choice.ts';
import { CityMap } from './city-map.ts';

export interface MapStatus {
  map: CityMap | null;
  phase: 'opening' | 'ready' | 'lost';
}

export function useCityMap(container: RefObject<HTMLDivElement | null>, city: City): MapStatus {
  const { i18n } = useTranslation();
  const chinese = i18n.language !== 'en';
  const [status, setStatus] = useState<MapStatus>({ map: null, phase: 'opening' });
  // The first language is the constructor's; later ones go by handleLanguage, without a new map.
  const first = useRef(chinese);
  const theme = useTheme(state => state.theme);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const map = new CityMap({
      container: element,
      city,
      chinese: first.current,
      theme: useTheme.getState().theme,
      scale: () => scaleOf(window.innerWidth),
    });
    setStatus({ map, phase: 'opening' });
    // In the frame that is drawn: React's own time would come after the next, and keep the veil over this one.
    map.on('ready', () => flushSync(() => setStatus({ map, phase: 'ready' })));
    map.on('lost', () => setStatus({ map, phase: 'lost' }));
    return () => {
      setStatus({ map: null, phase: 'opening' });
      map.close();
    };
  }, [container, city]);

  useEffect(() => {
    first.current = chinese;
    status.map?.handleLanguage(chinese);
  }, [status.map, chinese]);
  useEffect(() => status.map?.handleTheme(theme), [status.map, theme]);
  return status;
}
