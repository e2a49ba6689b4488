// The administration's areas (areas.json beside the base map): city, districts, streets, communities, each with
// its ring. Fetched when first asked for and kept for as long as the page is open.

import type { LonLat } from '@brightwall/kit/roads/local-frame';
import { AppError } from '@brightwall/protocol/errors';
import { toAppError } from './rest.ts';

export const areaFileLevels = ['city', 'district', 'street', 'community'] as const;
export type AreaFileLevel = (typeof areaFileLevels)[number];

export interface Area {
  readonly level: AreaFileLevel;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  /** Where its name or figure stands. */
  readonly centre: LonLat;
  /** Open. */
  readonly ring: readonly LonLat[];
}

/** A province has fewer communities; a ring of more corners is no area of a city. */
const most = { areas: 50_000, corners: 20_000 };

const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

const lonLat = ([lon, lat]: [number, number]): LonLat => ({ lon, lat });

/** Throws `internal` for what is no list of areas; leaves out those whose level or ring it does not know. */
export function parseAreas(body: unknown): Area[] {
  const given = (body as { areas?: unknown } | null)?.areas;
  if (!Array.isArray(given) || given.length > most.areas) throw new AppError('internal', 'areas.json');
  return given.flatMap((value): Area[] => {
    const { level, code, name, nameEn, centre, ring } = (value ?? {}) as Record<string, unknown>;
    const known = areaFileLevels.find(one => one === level);
    if (!known || typeof name !== 'string' || !name) return [];
    if (!Array.isArray(ring) || ring.length < 3 || ring.length > most.corners || !ring.every(isPosition))
      return [];
    return [
      {
        level: known,
        code: typeof code === 'string' ? code : '',
        name: name.slice(0, 120),
        nameEn: (typeof nameEn === 'string' && nameEn ? nameEn : name).slice(0, 120),
        centre: lonLat(isPosition(centre) ? centre : (ring[0] as [number, number])),
        ring: ring.map(lonLat),
      },
    ];
  });
}

const known = new Map<string, Promise<Area[]>>();

/** Rejects with an `AppError`; a failure is not remembered. */
export function fetchAreas(url: string): Promise<Area[]> {
  const kept = known.get(url);
  if (kept) return kept;
  const asked = ask(url);
  known.set(url, asked);
  asked.catch(() => known.delete(url));
  return asked;
}

async function ask(url: string): Promise<Area[]> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new AppError('timed-out');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toAppError(body, response.status);
  return parseAreas(body);
}
