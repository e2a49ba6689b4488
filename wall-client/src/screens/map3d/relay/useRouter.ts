// The router of the city's roads, fetched when a way is first asked for and kept for as long as the page is open.
import { useEffect, useState } from 'react';
import type { City } from '../city-data.ts';
import { fetchRoadGraph } from './road-graph.ts';
import { Router } from './router.ts';

export interface RouterState {
  router: Router | null;
  /** No roads came: ways are straight. */
  hasFailed: boolean;
}

const none: RouterState = { router: null, hasFailed: false };
const known = new Map<string, Router>();

export function useRouter({ roadGraph, centre }: City, isWanted: boolean): RouterState {
  const [state, setState] = useState<RouterState>(none);
  useEffect(() => {
    if (!isWanted || state.router) return;
    const kept = roadGraph === null ? undefined : known.get(roadGraph);
    if (kept || roadGraph === null) {
      setState({ router: kept ?? null, hasFailed: !kept });
      return;
    }
    const abort = new AbortController();
    const [lon, lat] = centre;
    fetchRoadGraph(roadGraph, { lon, lat }, abort.signal).then(
      graph => {
        const router = new Router(graph);
        known.set(roadGraph, router);
        if (!abort.signal.aborted) setState({ router, hasFailed: false });
      },
      () => !abort.signal.aborted && setState({ router: null, hasFailed: true }),
    );
    return () => abort.abort();
  }, [roadGraph, centre, isWanted, state.router]);
  return state;
}
