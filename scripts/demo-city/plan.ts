// The plan of the city before anything is drawn: a street grid on plan coordinates (u, v) that a smooth
// warp bends into the plane, a river and two ring roads across it, and the areas set aside for special use.
import type { Point } from './geo.ts';
import {
  eastWestArterials,
  laneName,
  middleArterial,
  type Name,
  northSouthArterials,
  streetName,
} from './names.ts';
import type { Random } from './random.ts';
import { fromRing, innerRing, outerRing } from './rings.ts';

export interface GridLine {
  /** Plan coordinate that is the same all along the line: u of a north–south line, v of an east–west one. */
  at: number;
  kind: 'arterial' | 'secondary';
  name: Name;
  /** Traffic runs one way only: a few narrow streets of the centre. */
  oneway: boolean;
}

/** Distance of the riverside roads' centrelines from the water. */
export const bankRoadM = 26;

export interface Area {
  u0: number;
  u1: number;
  v0: number;
  v1: number;
}

export interface Plan {
  northSouth: GridLine[];
  eastWest: GridLine[];
  park: Area;
  eastPark: Area;
  forest: Area;
  industry: Area;
  square: Area;
  stadium: Area;
  /** Plan → plane. */
  warp(u: number, v: number): Point;
  riverCentre(u: number): number;
  riverHalfWidth(u: number): number;
  /** Distance in plan metres to the water's edge; negative in the river. */
  fromWater(u: number, v: number): number;
}

export const insideArea = (area: Area, u: number, v: number): boolean =>
  u > area.u0 && u < area.u1 && v > area.v0 && v < area.v1;

/** Areas across which the city's own secondary streets do not run. */
export const closedAreas = (plan: Plan): Area[] => [
  plan.park,
  plan.eastPark,
  plan.forest,
  plan.industry,
  plan.stadium,
];

/** Land on which something may stand: off the water and the ring roads, outside closed areas. */
export const buildable = (plan: Plan, u: number, v: number): boolean =>
  plan.fromWater(u, v) > bankRoadM + 18 &&
  fromRing(outerRing, u, v) < -34 &&
  Math.abs(fromRing(innerRing, u, v)) > 30 &&
  !closedAreas(plan).some(area => insideArea(area, u, v)) &&
  !insideArea(plan.square, u, v);

/** Where the n-th arterial lies: 450 m apart in the old city, 640 m beyond its ring. */
function arterialAt(n: number): number {
  const from = n - middleArterial;
  return Math.abs(from) <= 3 ? from * 450 : Math.sign(from) * (2290 + (Math.abs(from) - 4) * 640);
}

function gridLines(random: Random, arterials: readonly Name[], nameOf: (n: number) => Name): GridLine[] {
  const main = arterials.map((name, i): GridLine => {
    // The centre's own two lines stay put, so that the demo cluster is framed alike for every seed.
    const jitter = i === middleArterial ? 0 : random.between(-35, 35);
    return { at: arterialAt(i) + jitter, kind: 'arterial', name, oneway: false };
  });
  const lines = main.map(line => line.at);
  const edges = [-outerRing.half, -innerRing.half, ...lines, innerRing.half, outerRing.half].sort(
    (a, b) => a - b,
  );
  const secondary: GridLine[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [low, high] = [edges[i] as number, edges[i + 1] as number];
    const parts = Math.max(1, Math.round((high - low) / (random.chance(0.6) ? 165 : 215)));
    for (let k = 1; k < parts; k += 1) {
      const at = low + ((high - low) * k) / parts + random.between(-14, 14);
      const oneway = Math.abs(at) < 900 && k === 1;
      secondary.push({ at, kind: 'secondary', name: nameOf(secondary.length), oneway });
    }
  }
  return [...main, ...secondary].sort((a, b) => a.at - b.at);
}

export function makePlan(random: Random): Plan {
  const phase = () => random.between(-0.5, 0.5);
  const [p1, p2, p3, p4, p5, p6] = [phase(), phase(), phase(), phase(), phase(), phase()];
  const northSouth = gridLines(random, northSouthArterials, streetName);
  const eastWest = gridLines(random, eastWestArterials, laneName);
  const arterialU = northSouth.filter(line => line.kind === 'arterial').map(line => line.at);
  const arterialV = eastWest.filter(line => line.kind === 'arterial').map(line => line.at);
  /** Counted from the centre's line. */
  const u = (i: number) => arterialU[middleArterial + i] as number;
  const v = (i: number) => arterialV[middleArterial + i] as number;

  const riverCentre = (at: number) =>
    -520 + 150 * Math.sin(at / 640 + 0.9 + p5) + 48 * Math.sin(at / 271 + p6) + 380 * Math.sin(at / 2600);
  const riverHalfWidth = (at: number) => 68 + 14 * Math.sin(at / 430 + p5) + Math.abs(at) * 0.008;
  return {
    northSouth,
    eastWest,
    park: { u0: u(-1), u1: u(0), v0: v(0), v1: v(1) },
    eastPark: { u0: u(5), u1: u(7), v0: v(4), v1: v(6) },
    forest: { u0: u(-8), u1: u(-6), v0: v(3), v1: v(6) },
    industry: { u0: u(5), u1: outerRing.half, v0: -outerRing.half, v1: v(-5) },
    square: { u0: u(0) + 22, u1: u(0) + 132, v0: v(0) + 22, v1: v(0) + 122 },
    stadium: { u0: u(-2), u1: u(-1), v0: v(2), v1: v(3) },
    warp: (at, along) => [
      at + 62 * Math.sin(along / 760 + 0.4 + p1) + 26 * Math.sin(at / 540 + along / 900 + p2) - 24,
      along + 58 * Math.sin(at / 820 - 0.5 + p3) + 24 * Math.sin(along / 610 + at / 1100 + p4) + 28,
    ],
    riverCentre,
    riverHalfWidth,
    fromWater: (at, along) => Math.abs(along - riverCentre(at)) - riverHalfWidth(at),
  };
}
