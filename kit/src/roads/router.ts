// The shortest way along the roads between points of the map (A*, straight-line distance as the bound).

import { EdgeFinder, type OnRoad } from './edge-finder.ts';
import { Heap } from './heap.ts';
import type { LonLat } from './local-frame.ts';
import { lengthOf, type Xy } from './plane.ts';
import type { RoadGraph } from './road-graph.ts';

/** A point farther from any road is not meant to be on one. */
const snapM = 120;
/** Legs remembered: while the last one follows the pointer, the others stay as they are. */
const mostLegs = 64;

export interface Way {
  readonly line: readonly LonLat[];
  /** Along the roads. */
  readonly metres: number;
}

export class Router {
  readonly graph: RoadGraph;
  readonly finder: EdgeFinder;
  readonly #legs = new Map<string, readonly Xy[]>();

  constructor(graph: RoadGraph) {
    this.graph = graph;
    this.finder = new EdgeFinder(graph);
  }

  /** The way through all points in order; straight where no road is near or none leads there. */
  wayThrough(points: readonly LonLat[]): LonLat[] {
    const { frame } = this.graph;
    const line: Xy[] = [];
    const local = points.map(point => frame.toLocal(point));
    for (let i = 1; i < local.length; i += 1)
      line.push(...this.#leg(local[i - 1] as Xy, local[i] as Xy).slice(line.length > 0 ? 1 : 0));
    return (line.length > 0 ? line : local).map(([x, y]) => frame.toLonLat(x, y));
  }

  /** The shortest way from one to the other; null where no road is near or none leads there. */
  way(from: LonLat, to: LonLat): Way | null {
    const { frame } = this.graph;
    const [start, end] = [from, to].map(at => this.finder.nearest(frame.toLocal(at), snapM));
    const line = start && end ? this.#way(start, end) : null;
    return line && { line: line.map(([x, y]) => frame.toLonLat(x, y)), metres: lengthOf(line) };
  }

  #leg(from: Xy, to: Xy): readonly Xy[] {
    const key = [...from, ...to].map(metres => metres.toFixed(1)).join();
    const known = this.#legs.get(key);
    if (known) return known;
    const [start, end] = [this.finder.nearest(from, snapM), this.finder.nearest(to, snapM)];
    const way = (start && end && this.#way(start, end)) ?? [from, to];
    if (this.#legs.size >= mostLegs) this.#legs.delete(this.#legs.keys().next().value as string);
    this.#legs.set(key, way);
    return way;
  }

  /** Null where no road leads from one to the other. */
  #way(start: OnRoad, end: OnRoad): Xy[] | null {
    const { edges } = this.graph;
    const [first, last] = [edges[start.edge]!, edges[end.edge]!];
    if (start.edge === end.edge && (start.alongM <= end.alongM || !first.oneway))
      return part(first.line, start.alongM, end.alongM);
    const exits: [node: number, metres: number][] = [[first.to, first.lengthM - start.alongM]];
    if (!first.oneway) exits.push([first.from, start.alongM]);
    const entries = new Map([[last.from, end.alongM]]);
    if (!last.oneway) entries.set(last.to, last.lengthM - end.alongM);
    const found = this.#search(exits, entries);
    if (!found) return null;
    const line = part(first.line, start.alongM, found.exit === first.to ? first.lengthM : 0);
    for (const { edge, forward } of found.steps) {
      const { line: points } = edges[edge]!;
      line.push(...(forward ? points : [...points].reverse()).slice(1));
    }
    line.push(...part(last.line, found.entry === last.from ? 0 : last.lengthM, end.alongM).slice(1));
    return line;
  }

  #search(
    exits: readonly [node: number, metres: number][],
    entries: ReadonlyMap<number, number>,
  ): { exit: number; entry: number; steps: { edge: number; forward: boolean }[] } | null {
    const { nodes, edges, out } = this.graph;
    const goals = [...entries.keys()].map(node => nodes[node] as Xy);
    const bound = (node: number) => {
      const [x, y] = nodes[node] as Xy;
      return Math.min(...goals.map(([gx, gy]) => Math.hypot(gx - x, gy - y)));
    };
    const metres = new Map<number, number>();
    const cameBy = new Map<number, { edge: number; from: number }>();
    const open = new Heap();
    for (const [node, so] of exits) {
      if (so >= (metres.get(node) ?? Number.POSITIVE_INFINITY)) continue;
      metres.set(node, so);
      open.push(node, so + bound(node));
    }
    let best = Number.POSITIVE_INFINITY;
    let entry = -1;
    for (let top = open.pop(); top && top.key < best; top = open.pop()) {
      const node = top.value;
      const here = metres.get(node) as number;
      const rest = entries.get(node);
      if (rest !== undefined && here + rest < best) [best, entry] = [here + rest, node];
      for (const index of out[node] ?? []) {
        const edge = edges[index]!;
        const next = edge.from === node ? edge.to : edge.from;
        const there = here + edge.lengthM;
        if (there >= (metres.get(next) ?? Number.POSITIVE_INFINITY)) continue;
        metres.set(next, there);
        cameBy.set(next, { edge: index, from: node });
        open.push(next, there + bound(next));
      }
    }
    if (entry === -1) return null;
    const steps: { edge: number; forward: boolean }[] = [];
    let node = entry;
    for (let step = cameBy.get(node); step; step = cameBy.get(node)) {
      steps.push({ edge: step.edge, forward: edges[step.edge]!.to === node });
      node = step.from;
    }
    return { exit: node, entry, steps: steps.reverse() };
  }
}

/** A line from one distance along it to another, backwards where that is less. */
export function part(line: readonly Xy[], fromM: number, toM: number): Xy[] {
  if (fromM > toM) return part(line, toM, fromM).reverse();
  const points: Xy[] = [];
  let walkedM = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const at = (metres: number): Xy => {
      const share = length === 0 ? 0 : Math.min(1, Math.max(0, (metres - walkedM) / length));
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    };
    if (walkedM + length >= fromM && points.length === 0) points.push(at(fromM));
    if (points.length > 0) points.push(at(Math.min(toM, walkedM + length)));
    walkedM += length;
    if (walkedM >= toM) break;
  }
  return points;
}
