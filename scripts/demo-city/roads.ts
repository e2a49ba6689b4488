// Draws the plan's lines as roads, cut where the river or a closed area stops them, and keeps the junctions.
import { type Feature, lineFeature, type Point } from './geo.ts';
import { fixed, type Name, ringSides } from './names.ts';
import { bankRoadM, type GridLine, insideArea, type Plan, ringHalf, ringReach } from './plan.ts';

export type RoadClass = 'ring' | 'arterial' | 'secondary' | 'lane' | 'path';

export interface Road {
  kind: RoadClass;
  name: Name | null;
  line: Point[];
  bridge: boolean;
}

export interface Junction {
  at: Point;
  first: Name;
  second: Name;
  /** Points a few metres out along each arm. */
  arms: { towards: Point; kind: RoadClass }[];
  major: boolean;
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

/** Inside the park and the industrial park, and across the stadium, the city's own streets stop. */
function closed(plan: Plan, u: number, v: number, line: GridLine): boolean {
  if (line.kind === 'arterial') return insideArea(plan.industry, u, v) && Math.abs(u) < ringHalf - 4;
  return [plan.park, plan.industry, plan.stadium].some(area => insideArea(area, u, v));
}

function northSouthKind(plan: Plan, line: GridLine, v: number): 'road' | 'bridge' | 'no' {
  if (closed(plan, line.at, v, line)) return 'no';
  const water = plan.fromWater(line.at, v);
  if (water < 0) return line.kind === 'arterial' ? 'bridge' : 'no';
  return line.kind === 'arterial' || water >= bankRoadM ? 'road' : 'no';
}

const eastWestKind = (plan: Plan, line: GridLine, u: number): 'road' | 'no' =>
  closed(plan, u, line.at, line) || plan.fromWater(u, line.at) < bankRoadM ? 'no' : 'road';

function ringPoint(t: number): [u: number, v: number] {
  // A rounded square, walked by angle; the superellipse of degree 6 lies within a few metres of it.
  const [c, s] = [Math.cos(t), Math.sin(t)];
  for (let r = ringHalf; r < ringHalf * 1.5; r += 2)
    if (Math.abs(r * s) >= ringReach(r * c)) return [r * c, r * s];
  return [ringHalf * c, ringHalf * s];
}

function ringRoads(plan: Plan): Road[] {
  const sides = [ringSides.east, ringSides.north, ringSides.west, ringSides.south];
  return sides.map((name, side): Road => {
    const line = Array.from({ length: 61 }, (_, i) =>
      plan.warp(...ringPoint((side - 0.5 + i / 60) * (Math.PI / 2))),
    );
    return { kind: 'ring', name, line, bridge: false };
  });
}

/** The two riverside roads and where each grid line meets them. */
export const bankV = (plan: Plan, u: number, side: 1 | -1): number =>
  plan.riverCentre(u) + side * (plan.riverHalfWidth(u) + bankRoadM);

function bankRoads(plan: Plan): Road[] {
  return ([1, -1] as const).map((side): Road => {
    const reach = ringHalf - 6;
    const line = sample({ from: -reach, to: reach, bridge: false }, u => plan.warp(u, bankV(plan, u, side)));
    return { kind: 'secondary', name: side > 0 ? fixed.northBank : fixed.southBank, line, bridge: false };
  });
}

export function makeRoads(plan: Plan): Road[] {
  const roads: Road[] = [...ringRoads(plan), ...bankRoads(plan)];
  const add = (line: GridLine, run: Run, pointAt: (t: number) => Point) =>
    roads.push({ kind: line.kind, name: line.name, line: sample(run, pointAt), bridge: run.bridge });
  for (const line of plan.northSouth) {
    // Arterials leave the city; the others end at the ring.
    const reach = line.kind === 'arterial' ? ringReach(line.at) + 900 : ringReach(line.at);
    for (const run of runs(-reach, reach, v => northSouthKind(plan, line, v)))
      add(line, run, v => plan.warp(line.at, v));
  }
  for (const line of plan.eastWest) {
    const reach = line.kind === 'arterial' ? ringReach(line.at) + 900 : ringReach(line.at);
    for (const run of runs(-reach, reach, u => eastWestKind(plan, line, u)))
      add(line, run, u => plan.warp(u, line.at));
  }
  return roads;
}

/** Every place where two named roads cross, with the arms that are really there. */
export function makeJunctions(plan: Plan): Junction[] {
  const junctions: Junction[] = [];
  const arm = 20;
  const open = (line: GridLine, northSouth: boolean, t: number) =>
    (northSouth ? northSouthKind(plan, line, t) : eastWestKind(plan, line, t)) !== 'no';
  for (const ns of plan.northSouth) {
    for (const ew of plan.eastWest) {
      if (Math.abs(ew.at) > ringReach(ns.at) - 30) continue;
      const arms = [
        ...[arm, -arm]
          .filter(d => open(ns, true, ew.at + d))
          .map(d => ({ towards: plan.warp(ns.at, ew.at + d), kind: ns.kind })),
        ...[arm, -arm]
          .filter(d => open(ew, false, ns.at + d))
          .map(d => ({ towards: plan.warp(ns.at + d, ew.at), kind: ew.kind })),
      ];
      const both = arms.some(a => a.kind === ns.kind) && arms.length >= 3;
      if (both && plan.fromWater(ns.at, ew.at) > bankRoadM + 20)
        junctions.push({
          at: plan.warp(ns.at, ew.at),
          first: ew.name,
          second: ns.name,
          arms,
          major: ns.kind === 'arterial' && ew.kind === 'arterial',
        });
    }
    for (const side of [1, -1] as const) {
      const v = bankV(plan, ns.at, side);
      if (Math.abs(v) > ringReach(ns.at) - 30) continue;
      const arms = [
        { towards: plan.warp(ns.at, v + side * arm), kind: ns.kind },
        ...(ns.kind === 'arterial' ? [{ towards: plan.warp(ns.at, v - side * arm), kind: ns.kind }] : []),
        ...[arm, -arm].map(d => ({
          towards: plan.warp(ns.at + d, bankV(plan, ns.at + d, side)),
          kind: 'secondary' as const,
        })),
      ];
      const first = side > 0 ? fixed.northBank : fixed.southBank;
      junctions.push({
        at: plan.warp(ns.at, v),
        first,
        second: ns.name,
        arms,
        major: ns.kind === 'arterial',
      });
    }
  }
  return junctions;
}

export const roadFeatures = (roads: readonly Road[]): Feature[] =>
  roads.map(road =>
    lineFeature(road.line, {
      class: road.kind,
      bridge: road.bridge,
      ...(road.name ? { name: road.name.zh, nameEn: road.name.en } : {}),
    }),
  );
