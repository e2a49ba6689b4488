// The router of the city's roads, made when a way is first asked for.

import { Router } from '@brightwall/kit/roads/router';
import { useEffect, useState } from 'react';
import type { City } from '../../../net/base-map.ts';
import { fetchRoadGraph } from './fetch-roads.ts';

export interface RouterState {
  router: Router | null;
  /** No roads came: ways are straight. */
  hasFailed: boolean;
}

export function useRouter({ roadGraph, centre }: City, isWanted: boolean): RouterState {
  const [state, setState] = useState<RouterState>({ router: null, hasFailed: false });
  const isMissing = isWanted && state.router === null;
  useEffect(() => {
    if (!isMissing) return;
    if (roadGraph === null) {
      setState({ router: null, hasFailed: true });
      return;
    }
    let isOpen = true;
    const [lon, lat] = centre;
    fetchRoadGraph(roadGraph, { lon, lat }).then(
      graph => isOpen && setState({ router: new Router(graph), hasFailed: false }),
      () => isOpen && setState({ router: null, hasFailed: true }),
    );
    return () => {
      isOpen = false;
    };
  }, [roadGraph, centre, isMissing]);
  return state;
}
