// What the core serves under /map/: city.json and the layers it names. The session's cookie goes along by
// itself: same origin.

import { AppError } from '@brightwall/protocol/errors';
import { toAppError } from '../../net/rest.ts';
import type { Bounds } from './placement.ts';

export const cityLayers = ['land', 'water', 'roads', 'buildings', 'trees', 'labels'] as const;
export type CityLayer = (typeof cityLayers)[number];

export interface City {
  name: string;
  nameEn: string;
  centre: [lon: number, lat: number];
  bounds: Bounds;
  /** Absolute addresses of the GeoJSON layers. */
  layers: Record<CityLayer, string>;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const areNumbers = (value: unknown, count: number): value is number[] =>
  Array.isArray(value) && value.length === count && value.every(Number.isFinite);

/** Checks what came; layers are file names beside city.json, never an address elsewhere. */
export function parseCity(body: unknown, base: string): City {
  const city = body as Partial<Record<string, unknown>> | null;
  const { centre, bounds } = city ?? {};
  const layers = city?.layers as Partial<Record<CityLayer, unknown>> | undefined;
  if (!city || !areNumbers(centre, 2) || !areNumbers(bounds, 4) || !layers)
    throw new AppError('internal', 'city.json');
  const addresses = cityLayers.map(layer => {
    const file = layers[layer];
    if (!isText(file) || !/^[\w.-]+$/.test(file)) throw new AppError('internal', `city.json: ${layer}`);
    return [layer, new URL(file, base).href] as const;
  });
  const name = isText(city.name) ? city.name : '';
  return {
    name,
    nameEn: isText(city.nameEn) ? city.nameEn : name,
    centre: centre as [number, number],
    bounds: bounds as unknown as Bounds,
    layers: Object.fromEntries(addresses) as Record<CityLayer, string>,
  };
}

export async function fetchCity(signal: AbortSignal): Promise<City> {
  const address = new URL('/map/city.json', location.href).href;
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch {
    throw new AppError('timed-out');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toAppError(body, response.status);
  return parseCity(body, address);
}
