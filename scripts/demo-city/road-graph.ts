// The roads as a graph: cut where they meet, so that what travels (a vehicle's track, the mean speed between
// two places) can be followed from node to node. Built from the drawn lines, so that it lies on the map.
import { distance, type Point, toLonLat } from './geo.ts';
import { fixed, type Name } from './names.ts';
import { halfWidthM, type Road, type RoadClass } from './roads.ts';

export interface GraphEdge {
  from: number;
  to: number;
  road: Road;
  line: Point[];
  lengthM: number;
}

export interface RoadGraph {
  nodes: Point[];
  edges: GraphEdge[];
}

/** Limits by class, km/h. */
export const speedKmh: Record<RoadClass, number> = {
  ring: 80,
  arterial: 60,
  secondary: 40,
  lane: 20,
  path: 0,
};

/** A street's end joins another road that lies so near, metres: both were cut on a 2 m raster. */
const joinM = 14;
const cellM = 60;

/** Segments in square cells of the plane. */
class SegmentGrid {
  readonly #cells = new Map<number, [road: number, segment: number][]>();

  #key = (x: number, y: number) => (Math.floor(x / cellM) + 4096) * 8192 + Math.floor(y / cellM) + 4096;

  add(road: number, segment: number, a: Point, b: Point): void {
    for (const key of this.#keys(a, b)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push([road, segment]);
      else this.#cells.set(key, [[road, segment]]);
    }
  }

  *near(a: Point, b: Point): Generator<[road: number, segment: number]> {
    for (const key of this.#keys(a, b)) yield* this.#cells.get(key) ?? [];
  }

  *#keys(a: Point, b: Point): Generator<number> {
    const [x0, x1] = [Math.min(a[0], b[0]) - joinM, Math.max(a[0], b[0]) + joinM];
    const [y0, y1] = [Math.min(a[1], b[1]) - joinM, Math.max(a[1], b[1]) + joinM];
    for (let x = Math.floor(x0 / cellM); x <= Math.floor(x1 / cellM); x += 1)
      for (let y = Math.floor(y0 / cellM); y <= Math.floor(y1 / cellM); y += 1)
        yield this.#key(x * cellM, y * cellM);
  }
}

/** Share of the way along a–b and c–d where they cross, or null. */
function crossing(a: Point, b: Point, c: Point, d: Point): [number, number] | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const across = rx * sy - ry * sx;
  if (Math.abs(across) < 1e-9) return null;
  const [dx, dy] = [c[0] - a[0], c[1] - a[1]];
  const t = (dx * sy - dy * sx) / across;
  const s = (dx * ry - dy * rx) / across;
  return t >= 0 && t <= 1 && s >= 0 && s <= 1 ? [t, s] : null;
}

function nearestOn(p: Point, a: Point, b: Point): { at: Point; t: number; m: number } {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const square = x * x + y * y;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / square));
  const at: Point = [a[0] + x * t, a[1] + y * t];
  return { at, t, m: distance(p, at) };
}

const between = (a: Point, b: Point, t: number): Point => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];

/** Where each road is cut: position along it as segment + share. */
function cutsOf(roads: readonly Road[]): { at: number; point: Point }[][] {
  const grid = new SegmentGrid();
  const segment = (road: number, i: number) =>
    [roads[road]!.line[i] as Point, roads[road]!.line[i + 1] as Point] as const;
  roads.forEach(({ line }, road) => {
    for (let i = 0; i + 1 < line.length; i += 1) grid.add(road, i, ...segment(road, i));
  });
  const cuts: { at: number; point: Point }[][] = roads.map(({ line }) => [
    { at: 0, point: line[0] as Point },
    { at: line.length - 1, point: line.at(-1) as Point },
  ]);
  roads.forEach(({ line }, road) => {
    for (let i = 0; i + 1 < line.length; i += 1) {
      const [a, b] = segment(road, i);
      for (const [other, j] of grid.near(a, b)) {
        if (other <= road) continue;
        const hit = crossing(a, b, ...segment(other, j));
        if (!hit) continue;
        const point = between(a, b, hit[0]);
        cuts[road]!.push({ at: i + hit[0], point });
        cuts[other]!.push({ at: j + hit[1], point });
      }
    }
    for (const end of [0, line.length - 1]) {
      const p = line[end] as Point;
      for (const [other, j] of grid.near(p, p)) {
        if (other === road) continue;
        const { at, t, m } = nearestOn(p, ...segment(other, j));
        if (m > joinM) continue;
        cuts[other]!.push({ at: j + t, point: at });
        cuts[road]!.push({ at: end, point: at });
      }
    }
  });
  return cuts.map(list => list.sort((p, q) => p.at - q.at));
}

/** Gives points nearer than `joinM` to a node that node's number. */
class Nodes {
  readonly points: Point[] = [];
  readonly #cells = new Map<string, number[]>();

  of(point: Point): number {
    const [cx, cy] = [Math.floor(point[0] / joinM), Math.floor(point[1] / joinM)];
    for (let x = cx - 1; x <= cx + 1; x += 1)
      for (let y = cy - 1; y <= cy + 1; y += 1)
        for (const n of this.#cells.get(`${x},${y}`) ?? [])
          if (distance(this.points[n] as Point, point) < joinM) return n;
    const n = this.points.push(point) - 1;
    const key = `${cx},${cy}`;
    this.#cells.set(key, [...(this.#cells.get(key) ?? []), n]);
    return n;
  }
}

export function makeRoadGraph(allRoads: readonly Road[]): RoadGraph {
  const roads = allRoads.filter(({ kind }) => kind !== 'path');
  const nodes = new Nodes();
  const edges: GraphEdge[] = [];
  cutsOf(roads).forEach((cuts, n) => {
    const road = roads[n] as Road;
    let last = cuts[0] as { at: number; point: Point };
    let from = nodes.of(last.point);
    for (const cut of cuts.slice(1)) {
      const to = nodes.of(cut.point);
      if (to === from) continue;
      const line = [nodes.points[from] as Point];
      for (let i = Math.floor(last.at) + 1; i < cut.at; i += 1) line.push(road.line[i] as Point);
      line.push(nodes.points[to] as Point);
      let lengthM = 0;
      for (let i = 0; i + 1 < line.length; i += 1)
        lengthM += distance(line[i] as Point, line[i + 1] as Point);
      edges.push({ from, to, road, line, lengthM });
      [last, from] = [cut, to];
    }
  });
  return largestPart({ nodes: nodes.points, edges });
}

/** What cannot be reached from the rest is a works' own yard: left out. */
function largestPart({ nodes, edges }: RoadGraph): RoadGraph {
  const part = nodes.map((_, n) => n);
  const root = (n: number): number => {
    let at = n;
    while (part[at] !== at) at = part[at] = part[part[at] as number] as number;
    return at;
  };
  for (const { from, to } of edges) part[root(from)] = root(to);
  const sizes = new Map<number, number>();
  for (let n = 0; n < nodes.length; n += 1) sizes.set(root(n), (sizes.get(root(n)) ?? 0) + 1);
  const largest = [...sizes].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  const number = new Map<number, number>();
  nodes.forEach((_, n) => {
    if (root(n) === largest) number.set(n, number.size);
  });
  return {
    nodes: [...number.keys()].map(n => nodes[n] as Point),
    edges: edges
      .filter(({ from }) => number.has(from))
      .map(edge => ({ ...edge, from: number.get(edge.from) as number, to: number.get(edge.to) as number })),
  };
}

export interface Junction {
  at: Point;
  first: Name;
  second: Name;
  /** Points some metres out along each arm. */
  arms: { towards: Point; kind: RoadClass }[];
  major: boolean;
}

const order: Record<RoadClass, number> = { ring: 0, arterial: 1, secondary: 2, lane: 3, path: 4 };

/** Every node where two named roads meet, with the arms that are really there. */
export function makeJunctions({ nodes, edges }: RoadGraph): Junction[] {
  const arms: { edge: GraphEdge; towards: Point }[][] = nodes.map(() => []);
  for (const edge of edges) {
    arms[edge.from]!.push({ edge, towards: walk(edge.line, 20) });
    arms[edge.to]!.push({ edge, towards: walk([...edge.line].reverse(), 20) });
  }
  return nodes.flatMap((at, n): Junction[] => {
    const here = arms[n] ?? [];
    const roads = new Map(here.flatMap(({ edge: { road } }) => (road.name ? [[road.name, road]] : [])));
    const [first, second] = [...roads.values()].sort(
      (a, b) =>
        order[a.kind] - order[b.kind] || Number(a.axis === 'north-south') - Number(b.axis === 'north-south'),
    );
    if (!first?.name || !second?.name || here.length < 3) return [];
    return [
      {
        at,
        first: first.name,
        second: second.name,
        arms: here.map(({ edge, towards }) => ({ towards, kind: edge.road.kind })),
        major: order[second.kind] <= order.arterial,
      },
    ];
  });
}

/** The point so many metres along a line, or its end. */
function walk(line: readonly Point[], metres: number): Point {
  let left = metres;
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [a, b] = [line[i] as Point, line[i + 1] as Point];
    const length = distance(a, b);
    if (left <= length) return between(a, b, left / length);
    left -= length;
  }
  return line.at(-1) as Point;
}

/** road-graph.json: nodes as [lon, lat], edges with their own line. docs/base-map.md describes it. */
export function graphFile({ nodes, edges }: RoadGraph): object {
  return {
    version: 1,
    city: fixed.city.zh,
    nodes: nodes.map(toLonLat),
    edges: edges.map(({ from, to, road, line, lengthM }, id) => ({
      id,
      from,
      to,
      class: road.kind,
      name: road.name?.zh ?? null,
      nameEn: road.name?.en ?? null,
      lengthM: Math.round(lengthM * 10) / 10,
      speedKmh: speedKmh[road.kind],
      widthM: halfWidthM[road.kind] * 2,
      oneway: road.oneway,
      bridge: road.bridge,
      line: line.map(toLonLat),
    })),
  };
}
