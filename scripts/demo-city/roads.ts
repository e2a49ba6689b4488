// Draws the plan's lines as roads, cut where the river or a closed area stops them.
import { type Feature, lineFeature, type Point } from './geo.ts';
import { fixed, innerRingSides, type Name, outerRingSides } from './names.ts';
import { bankRoadM, closedAreas, type GridLine, insideArea, type Plan } from './plan.ts';
import { innerRing, outerRing, type Ring, ringReach, ringSide } from './rings.ts';

export type RoadClass = 'ring' | 'arterial' | 'secondary' | 'lane' | 'path';

export interface Road {
  kind: RoadClass;
  name: Name | null;
  line: Point[];
  bridge: boolean;
  /** Traffic runs along the line only. */
  oneway: boolean;
  /** Which way of the grid it runs, null where it is none of the grid. */
  axis: 'east-west' | 'north-south' | null;
}

/** Half of the carriageway with its pavements, metres. */
export const halfWidthM: Record<RoadClass, number> = {
  ring: 20,
  arterial: 15,
  secondary: 9,
  lane: 4,
  path: 2,
};

const stepM = 24;
/** Arterials run on into the country so far beyond the outer ring, metres. */
const outOfTownM = 900;

/** A run of points of one line that may be built on the plan; `bridge` runs are over water. */
interface Run {
  from: number;
  to: number;
  bridge: boolean;
}

/** Cuts [from, to] where `kindAt` says the road stops ('no') or crosses water ('bridge'); 2 m resolution. */
function runs(from: number, to: number, kindAt: (t: number) => 'road' | 'bridge' | 'no'): Run[] {
  const out: Run[] = [];
  let current: (Run & { kind: 'road' | 'bridge' }) | null = null;
  for (let t = from; t <= to; t += 2) {
    const kind = kindAt(t);
    if (current && kind === current.kind) {
      current.to = t;
      continue;
    }
    if (current) {
      if (kind !== 'no') current.to = t;
      out.push(current);
    }
    current = kind === 'no' ? null : { from: t, to: t, bridge: kind === 'bridge', kind };
  }
  if (current) out.push(current);
  return out.filter(run => run.to - run.from > 30 || run.bridge);
}

function sample(run: Run, pointAt: (t: number) => Point): Point[] {
  const count = Math.max(1, Math.ceil((run.to - run.from) / stepM));
  return Array.from({ length: count + 1 }, (_, i) => pointAt(run.from + ((run.to - run.from) * i) / count));
}

/** Inside parks and the industrial park, and across the stadium, the city's own streets stop. */
function closed(plan: Plan, u: number, v: number, line: GridLine): boolean {
  const areas = line.kind === 'arterial' ? [plan.industry, plan.eastPark, plan.forest] : closedAreas(plan);
  return areas.some(area => insideArea(area, u, v)) && ringReach(outerRing, u) - 4 > Math.abs(v);
}

function northSouthKind(plan: Plan, line: GridLine, v: number): 'road' | 'bridge' | 'no' {
  if (closed(plan, line.at, v, line)) return 'no';
  const water = plan.fromWater(line.at, v);
  if (water < 0) return line.kind === 'arterial' ? 'bridge' : 'no';
  return line.kind === 'arterial' || water >= bankRoadM ? 'road' : 'no';
}

const eastWestKind = (plan: Plan, line: GridLine, u: number): 'road' | 'no' =>
  closed(plan, u, line.at, line) || plan.fromWater(u, line.at) < bankRoadM ? 'no' : 'road';

function ringRoads(plan: Plan, ring: Ring, names: typeof innerRingSides | typeof outerRingSides): Road[] {
  return [names.east, names.north, names.west, names.south].flatMap((name, side): Road[] => {
    const points = ringSide(ring, side, stepM);
    // Where the ring crosses the river it is a bridge.
    const run: Road = { kind: 'ring', name, line: [], bridge: false, oneway: false, axis: null };
    const parts: Road[] = [run];
    let current = run;
    for (const [u, v] of points) {
      const bridge = plan.fromWater(u, v) < 0;
      const at = plan.warp(u, v);
      if (bridge !== current.bridge) {
        if (current.line.length > 0) {
          current.line.push(at);
          current = { ...run, bridge, line: [] };
          parts.push(current);
        } else current.bridge = bridge;
      }
      current.line.push(at);
    }
    return parts.filter(({ line }) => line.length > 1);
  });
}

/** The two riverside roads and where each grid line meets them. */
const bankV = (plan: Plan, u: number, side: 1 | -1): number =>
  plan.riverCentre(u) + side * (plan.riverHalfWidth(u) + bankRoadM);

function bankRoads(plan: Plan): Road[] {
  return ([1, -1] as const).map((side): Road => {
    const reach = outerRing.half;
    const line = sample({ from: -reach, to: reach, bridge: false }, u => plan.warp(u, bankV(plan, u, side)));
    const name = side > 0 ? fixed.northBank : fixed.southBank;
    return { kind: 'secondary', name, line, bridge: false, oneway: false, axis: 'east-west' };
  });
}

export function makeRoads(plan: Plan): Road[] {
  const roads: Road[] = [
    ...ringRoads(plan, outerRing, outerRingSides),
    ...ringRoads(plan, innerRing, innerRingSides),
    ...bankRoads(plan),
  ];
  for (const [lines, axis] of [
    [plan.northSouth, 'north-south'],
    [plan.eastWest, 'east-west'],
  ] as const)
    for (const line of lines) {
      const ns = axis === 'north-south';
      const toRing = ringReach(outerRing, line.at);
      if (toRing === 0) continue;
      // Arterials leave the city; the others end at the ring.
      const reach = toRing + (line.kind === 'arterial' ? outOfTownM : 0);
      const kindAt = (t: number) => (ns ? northSouthKind : eastWestKind)(plan, line, t);
      for (const run of runs(-reach, reach, kindAt))
        roads.push({
          kind: line.kind,
          name: line.name,
          line: sample(run, t => (ns ? plan.warp(line.at, t) : plan.warp(t, line.at))),
          bridge: run.bridge,
          oneway: line.oneway,
          axis,
        });
    }
  return roads;
}

export const roadFeatures = (roads: readonly Road[]): Feature[] =>
  roads.map(road =>
    lineFeature(road.line, {
      class: road.kind,
      ...(road.bridge ? { bridge: true } : {}),
      ...(road.oneway ? { oneway: true } : {}),
      ...(road.name ? { name: road.name.zh, nameEn: road.name.en } : {}),
    }),
  );
