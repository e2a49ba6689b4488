// Where a vehicle seen by a camera may be seen next: along each road that leaves the place, the next camera.

import type { RoadEdge } from '@brightwall/kit/roads/road-graph';
import type { Router } from '@brightwall/kit/roads/router';
import type { LonLat } from '../geo.ts';
import type { CameraGrid } from '../select/camera-grid.ts';
import { extentOf, toSegment, type Xy } from '../select/plane.ts';

/** A camera farther from any road looks at none. */
const nearRoadM = 60;
/** What stands so near the road is on it: masts at the kerb of the widest. */
const besideM = 35;
/** Cameras of the same crossing, of two wide roads at most, are no next ones. */
const samePlaceM = 60;
/** Farther than this another road is the likelier one. */
const farthestM = 2500;

export interface NextCamera {
  cameraId: string;
  /** Of the road taken from here. */
  road: string | null;
  roadEn: string | null;
  /** Along the roads. */
  distanceM: number;
  /** In which the road leaves, degrees clockwise from north. */
  headingDeg: number;
}

/** One per road and direction, nearest first; none where no road is near. */
export function nextCameras(router: Router, grid: CameraGrid, cameraId: string, at: LonLat): NextCamera[] {
  const here = router.graph.frame.toLocal(at);
  const start = router.finder.nearest(here, nearRoadM);
  if (!start) return [];
  const edge = router.graph.edges[start.edge] as RoadEdge;
  const legs = [false, true].flatMap(backward => {
    if (backward && edge.oneway) return [];
    const ahead = backward ? start.alongM : edge.lengthM - start.alongM;
    // At a crossing every road that meets there leaves the place, not only the one the camera is nearest to.
    if (ahead > besideM) return [walkFrom(start.edge, backward, -(edge.lengthM - ahead))];
    const node = backward ? edge.from : edge.to;
    return (router.graph.out[node] ?? [])
      .filter(index => index !== start.edge)
      .map(index => walkFrom(index, router.graph.edges[index]!.from !== node, ahead));
  });
  const found = legs.flatMap(leg => leg ?? []);
  const nearest = new Map<string, NextCamera>();
  for (const next of found.sort((a, b) => a.distanceM - b.distanceM))
    if (!nearest.has(next.cameraId)) nearest.set(next.cameraId, next);
  return [...nearest.values()];

  /** `walkedM`: how far it is from the camera to the edge's start; negative while the camera is on it. */
  function walkFrom(index: number, isBackward: boolean, walkedM: number): NextCamera | null {
    const first = router.graph.edges[index] as RoadEdge;
    const seen = new Set<number>();
    let [at, backward, walked] = [index, isBackward, walkedM];
    while (walked < farthestM && !seen.has(at)) {
      seen.add(at);
      const along = router.graph.edges[at] as RoadEdge;
      const line = backward ? [...along.line].reverse() : along.line;
      const camera = firstBeside(line, walked);
      if (camera)
        return {
          cameraId: camera.id,
          road: first.name,
          roadEn: first.nameEn,
          distanceM: walked + camera.alongM,
          headingDeg: headingOf(first, isBackward),
        };
      walked += along.lengthM;
      const node = backward ? along.from : along.to;
      const next = straightOn(at, node);
      if (next === null) return null;
      [at, backward] = [next, router.graph.edges[next]!.from !== node];
    }
    return null;
  }

  function firstBeside(line: readonly Xy[], walkedM: number): { id: string; alongM: number } | null {
    let best: { id: string; alongM: number } | null = null;
    let soFarM = 0;
    for (let i = 1; i < line.length; i += 1) {
      const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
      for (const { id, x, y } of grid.near(extentOf([a, b], besideM))) {
        const { distanceM, alongM } = toSegment(x, y, a, b);
        const m = soFarM + alongM;
        const isHere = walkedM + m < samePlaceM || Math.hypot(x - here[0], y - here[1]) < samePlaceM;
        if (id === cameraId || isHere || distanceM > besideM) continue;
        if (!best || m < best.alongM) best = { id, alongM: m };
      }
      soFarM += Math.hypot(b[0] - a[0], b[1] - a[1]);
    }
    return best;
  }

  /** The road that goes on with the least turn; a road of the same name before all others. */
  function straightOn(from: number, node: number): number | null {
    const came = router.graph.edges[from] as RoadEdge;
    const heading = headingOf(came, came.to !== node, true);
    let best: number | null = null;
    let leastTurn = Number.POSITIVE_INFINITY;
    for (const index of router.graph.out[node] ?? []) {
      if (index === from) continue;
      const edge = router.graph.edges[index] as RoadEdge;
      const turn = turnBetween(heading, headingOf(edge, edge.from !== node));
      const cost = edge.name !== null && edge.name === came.name ? turn / 4 : turn;
      if (cost < leastTurn) [leastTurn, best] = [cost, index];
    }
    return best;
  }
}

/** Degrees between two headings, 0 to 180. */
export const turnBetween = (a: number, b: number): number => Math.abs(((b - a + 540) % 360) - 180);

/** Of an edge as it is begun, or as it is left. */
function headingOf({ line }: RoadEdge, isBackward: boolean, atEnd = false): number {
  const points = isBackward ? [...line].reverse() : line;
  const [a, b] = atEnd ? points.slice(-2) : points.slice(0, 2);
  const [dx, dy] = [b![0] - a![0], b![1] - a![1]];
  return ((Math.atan2(dx, dy) * 180) / Math.PI + 360) % 360;
}
