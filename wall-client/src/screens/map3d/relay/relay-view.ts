// A relay as it stands: the cameras of it, the one being passed, those that may come, and which windows are open.

import type { Router } from '@brightwall/kit/roads/router';
import { headingTo } from '../geo.ts';
import type { CameraGrid } from '../select/camera-grid.ts';
import { type NextCamera, nextCameras, turnBetween } from './next-roads.ts';
import { type RelayStop, relayStops, relayWindows } from './relay.ts';
import type { Relay } from './relay-store.ts';

/** The camera being passed and the two that come. */
export const relayWindowCount = 3;

export type RelayView =
  | { kind: 'way'; stops: readonly RelayStop[]; at: number; current: string | null; windows: string[] }
  | {
      kind: 'follow';
      trail: readonly string[];
      /** The likeliest first: straight on before turns, turns before going back. */
      options: readonly NextCamera[];
      current: string;
      windows: string[];
    };

export function relayView(relay: Relay, grid: CameraGrid, router: Router | null, bufferM: number): RelayView {
  if (relay.kind === 'way') {
    const stops = relayStops(
      grid,
      relay.line.map(at => grid.frame.toLocal(at)),
      bufferM,
    );
    const at = Math.max(
      0,
      stops.findIndex(({ cameraId }) => cameraId === relay.cameraId),
    );
    const current = stops[at]?.cameraId ?? null;
    return { kind: 'way', stops, at, current, windows: relayWindows(stops, at, relayWindowCount) };
  }
  const { trail } = relay;
  const current = trail.at(-1) as string;
  const place = grid.placeOf(current);
  const before = trail.length > 1 ? grid.placeOf(trail.at(-2) as string) : null;
  const found = router && place ? nextCameras(router, grid, current, place) : [];
  const options = place && before ? byTurn(found, headingTo(before, place)) : found;
  const ahead = options.slice(0, relayWindowCount - 1).map(({ cameraId }) => cameraId);
  return { kind: 'follow', trail, options, current, windows: [current, ...ahead] };
}

const byTurn = (options: readonly NextCamera[], cameDeg: number): NextCamera[] =>
  [...options].sort((a, b) => turnBetween(cameDeg, a.headingDeg) - turnBetween(cameDeg, b.headingDeg));

/** All cameras of it in their order. */
export const idsOf = (view: RelayView): readonly string[] =>
  view.kind === 'way' ? view.stops.map(({ cameraId }) => cameraId) : view.trail;

/** The camera that a step leads to, forwards (1) or back (-1); null where there is none. */
export function stepOf(view: RelayView, by: 1 | -1): string | null {
  if (view.kind === 'way') return view.stops[view.at + by]?.cameraId ?? null;
  return (by === 1 ? view.options[0]?.cameraId : view.trail.at(-2)) ?? null;
}
