// Which road a point of the map is on: edges by the square cells they pass.
import { extentOf, toSegment, type Xy } from './plane.ts';
import type { RoadGraph } from './road-graph.ts';

const cellM = 120;

export interface OnRoad {
  edge: number;
  /** From the edge's start, metres. */
  alongM: number;
  /** From the point that was asked for. */
  distanceM: number;
}

export class EdgeFinder {
  readonly #graph: RoadGraph;
  readonly #cells = new Map<string, number[]>();

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    graph.edges.forEach(({ line }, edge) => {
      const cells = new Set<string>();
      for (let i = 1; i < line.length; i += 1)
        for (const key of cellsOf([line[i - 1] as Xy, line[i] as Xy], 0)) cells.add(key);
      for (const key of cells) {
        const cell = this.#cells.get(key);
        if (cell) cell.push(edge);
        else this.#cells.set(key, [edge]);
      }
    });
  }

  /** The nearest road within `withinM`, or null. */
  nearest(at: Xy, withinM: number): OnRoad | null {
    let best: OnRoad | null = null;
    for (const edge of this.around(at, withinM)) {
      const found = this.on(edge, at);
      if (found.distanceM <= withinM && (!best || found.distanceM < best.distanceM)) best = found;
    }
    return best;
  }

  /** Edges that pass the cells within a distance. */
  around(at: Xy, withinM: number): Set<number> {
    return new Set(cellsOf([at], withinM).flatMap(key => this.#cells.get(key) ?? []));
  }

  /** The point of an edge that is nearest. */
  on(edge: number, [x, y]: Xy): OnRoad {
    const { line } = this.#graph.edges[edge]!;
    const best: OnRoad = { edge, alongM: 0, distanceM: Number.POSITIVE_INFINITY };
    let walkedM = 0;
    for (let i = 1; i < line.length; i += 1) {
      const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
      const { distanceM, alongM } = toSegment(x, y, a, b);
      if (distanceM < best.distanceM) Object.assign(best, { distanceM, alongM: walkedM + alongM });
      walkedM += Math.hypot(b[0] - a[0], b[1] - a[1]);
    }
    return best;
  }
}

function cellsOf(points: readonly Xy[], marginM: number): string[] {
  const [x0, y0, x1, y1] = extentOf(points, marginM).map(metres => Math.floor(metres / cellM)) as [
    number,
    number,
    number,
    number,
  ];
  const keys: string[] = [];
  for (let x = x0; x <= x1; x += 1) for (let y = y0; y <= y1; y += 1) keys.push(`${x},${y}`);
  return keys;
}
