// A relay's windows and the map follow each step; Page Down and Page Up step, as the clickers of lecturers do.

import type { Router } from '@brightwall/kit/roads/router';
import { useEffect, useMemo, useRef } from 'react';
import { mapWindows } from '../../../state/map-windows.ts';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';
import type { CityMap } from '../city-map.ts';
import type { CameraGrid } from '../select/camera-grid.ts';
import { relayShape } from './relay-shape.ts';
import { relayControl, useRelay } from './relay-store.ts';
import { type RelayView, relayView, stepOf } from './relay-view.ts';

interface Options {
  map: CityMap | null;
  grid: CameraGrid | null;
  router: Router | null;
  bufferM: number;
}

export interface RelaySteps {
  view: RelayView | null;
  step: (by: 1 | -1) => void;
}

export function useRelaySteps({ map, grid, router, bufferM }: Options): RelaySteps {
  const relay = useRelay(state => state.relay);
  const view = useMemo(
    () => (relay && grid ? relayView(relay, grid, router, bufferM) : null),
    [relay, grid, router, bufferM],
  );
  useEffect(() => {
    map?.showShape('relay', relay && view && grid && relayShape(relay, view, id => grid.placeOf(id)));
  }, [map, relay, view, grid]);

  // By what is shown, not by the view's identity: a window that was closed stays closed until the next step.
  const shown = view?.windows.join(' ') ?? '';
  const current = view?.current ?? null;
  const place = useRef<CameraGrid['placeOf']>(() => null);
  place.current = id => grid?.placeOf(id) ?? null;
  useEffect(() => {
    if (shown) mapWindows.showOnly(shown.split(' '), current);
  }, [shown, current]);
  // A way that was just begun is in view as a whole.
  const isBegun = relay?.kind === 'way' && relay.cameraId === null;
  useEffect(() => {
    const at = current && !isBegun && place.current(current);
    if (at) map?.moves.flyTo(at, false);
  }, [map, current, isBegun]);

  const step = (by: 1 | -1) => {
    const next = view && stepOf(view, by);
    if (!view || next === null) return;
    if (view.kind === 'follow' && by === -1) relayControl.takeBack();
    else relayControl.goTo(next);
  };
  const latest = useRef(step);
  latest.current = step;
  const isOn = relay !== null;
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      const by = { PageDown: 1, PageUp: -1 }[event.key] as 1 | -1 | undefined;
      if (!by || event.defaultPrevented || dialogOpen() || isTyping(event.target)) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // A list pages by the same keys while it has the focus.
      if (event.target instanceof Element && event.target.closest('[role="listbox"]')) return;
      event.preventDefault();
      latest.current(by);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOn]);
  return { view, step };
}
