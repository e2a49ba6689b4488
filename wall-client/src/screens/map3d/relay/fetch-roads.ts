// Fetches the roads of the city (road-graph.json beside the base map).
import { parseRoadGraph, type RoadGraph } from '@brightwall/kit/roads/road-graph';
import { AppError } from '@brightwall/protocol/errors';
import { toAppError } from '../../../net/rest.ts';
import { LocalFrame, type LonLat } from '../geo.ts';

const known = new Map<string, Promise<RoadGraph>>();

/** Fetched once per page. Rejects with an `AppError`; a failure is not remembered. */
export function fetchRoadGraph(url: string, centre: LonLat): Promise<RoadGraph> {
  const kept = known.get(url);
  if (kept) return kept;
  const asked = ask(url, centre);
  known.set(url, asked);
  asked.catch(() => known.delete(url));
  return asked;
}

async function ask(url: string, centre: LonLat): Promise<RoadGraph> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new AppError('timed-out');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toAppError(body, response.status);
  try {
    return parseRoadGraph(body, new LocalFrame(centre));
  } catch {
    throw new AppError('internal', 'road-graph.json');
  }
}
