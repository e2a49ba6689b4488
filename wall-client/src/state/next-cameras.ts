// 下一卡口: where the vehicle of the alert that is looked at may be read next, as the core reckoned it last.
import type { NextCamera, NextCameras } from '@brightwall/protocol/next-cameras';
import { nextWithinMs } from '@brightwall/protocol/next-cameras';
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';

export type ForecastState =
  | { kind: 'none' }
  /** `before`: what was said of the passage before, until this one's is there. */
  | { kind: 'asking'; alertId: string; before: NextCameras | null }
  /** `aheadMs`: how much the core's clock is ahead of the page's. */
  | { kind: 'shown'; alertId: string; next: NextCameras; aheadMs: number }
  | { kind: 'failed'; alertId: string; error: unknown };

export const useForecast = create<{ forecast: ForecastState }>(() => ({ forecast: { kind: 'none' } }));

/** A vehicle that passed longer ago has stopped, or is where nobody knows. */
export const isFresh = ({ state, lastPassedMs }: WatchAlert, nowMs: number): boolean =>
  state !== 'fed-back' && nowMs - lastPassedMs < nextWithinMs;

export const forecasting = {
  /** Asks where the alert's vehicle may be next; written to the audit as a look. */
  async ask({ id: alertId }: WatchAlert): Promise<void> {
    const { forecast } = useForecast.getState();
    const before = forecast.kind === 'shown' && forecast.alertId === alertId ? forecast.next : null;
    const asking: ForecastState = { kind: 'asking', alertId, before };
    useForecast.setState({ forecast: asking });
    // Another was asked for meanwhile, or none any more.
    const isStill = () => useForecast.getState().forecast === asking;
    try {
      const next = await rest.alertNextCameras(alertId);
      if (!isStill()) return;
      useForecast.setState({ forecast: { kind: 'shown', alertId, next, aheadMs: next.nowMs - Date.now() } });
    } catch (error) {
      if (isStill()) useForecast.setState({ forecast: { kind: 'failed', alertId, error } });
    }
  },

  close: () => useForecast.setState({ forecast: { kind: 'none' } }),
};

/** What is known of the next cameras now, also while newer is asked for. */
export function nextOf(forecast: ForecastState): NextCameras | null {
  if (forecast.kind === 'shown') return forecast.next;
  return forecast.kind === 'asking' ? forecast.before : null;
}

/** The cameras to be looked at: the likeliest, numbered as in the list, then the one that read it last. */
export function tilesOf({ cameraId, cameras }: NextCameras, most: number): string[] {
  return [...cameras.map(next => next.cameraId).slice(0, most - 1), cameraId];
}

export type Arrival =
  | { readonly kind: 'in'; readonly ms: number; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'due' | 'overdue' };

/** Null where nobody knows how long it takes. `nowMs`: by the core's clock. */
export function arrivalOf({ arrival }: Pick<NextCamera, 'arrival'>, nowMs: number): Arrival | null {
  if (!arrival) return null;
  const [fromMs, likelyMs, toMs] = arrival.map(atMs => atMs - nowMs) as [number, number, number];
  if (toMs <= 0) return { kind: 'overdue' };
  return likelyMs <= 0 ? { kind: 'due' } : { kind: 'in', ms: likelyMs, fromMs: Math.max(0, fromMs), toMs };
}
