// The base map as the core describes it (GET /api/basemap). The session's cookie goes along by itself: same origin.
import { BaseMap } from '@brightwall/protocol/base-map';
import { AppError } from '@brightwall/protocol/errors';
import { Value } from 'typebox/value';
import { toAppError } from './rest.ts';

/** The city the screen is of: its names, its middle and bounds, and what it is drawn from. */
export type City = BaseMap;

/** Addresses are of the core's own origin, never elsewhere: the schema says so. */
export function parseCity(body: unknown): City {
  if (!Value.Check(BaseMap, body)) throw new AppError('internal', 'basemap');
  return body;
}

export async function fetchCity(signal: AbortSignal): Promise<City> {
  let response: Response;
  try {
    response = await fetch('/api/basemap', { signal });
  } catch {
    throw new AppError('timed-out');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toAppError(body, response.status);
  return parseCity(body);
}
