// Which roads pass which cameras.
import type { LonLat } from '@brightwall/kit/roads/local-frame';
import type { Router } from '@brightwall/kit/roads/router';

/** What stands so near a road sees it: masts at the kerb of the widest, and all roads of its crossing. */
export const besideM = 40;

export interface RoadCamera extends LonLat {
  readonly id: string;
}

export interface OnEdge {
  readonly id: string;
  /** From the edge's start, metres. */
  readonly alongM: number;
}

/** By the edge's index, in the order along it. */
export function camerasOnRoads(router: Router, cameras: readonly RoadCamera[]): Map<number, OnEdge[]> {
  const byEdge = new Map<number, OnEdge[]>();
  for (const { id, lon, lat } of cameras) {
    const at = router.graph.frame.toLocal({ lon, lat });
    for (const edge of router.finder.around(at, besideM)) {
      const { distanceM, alongM } = router.finder.on(edge, at);
      if (distanceM > besideM) continue;
      const there = byEdge.get(edge);
      if (there) there.push({ id, alongM });
      else byEdge.set(edge, [{ id, alongM }]);
    }
  }
  for (const there of byEdge.values()) there.sort((a, b) => a.alongM - b.alongM);
  return byEdge;
}
