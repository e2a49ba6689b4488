// The plan of the city before anything is drawn: a street grid on plan coordinates (u, v) that a smooth
// warp bends into the plane, a river and a ring road across it, and the areas set aside for special use.
import type { Point } from './geo.ts';
import { eastWestArterials, laneName, type Name, northSouthArterials, streetName } from './names.ts';
import type { Random } from './random.ts';

export interface GridLine {
  /** Plan coordinate that is the same all along the line: u of a north–south line, v of an east–west one. */
  at: number;
  kind: 'arterial' | 'secondary';
  name: Name;
}

/** Half of the ring's rounded square and the radius of its corners, in plan metres. */
export const ringHalf = 1820;
const ringCorner = 620;
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

/** The ring's reach along v at u (both signs), 0 where the ring does not come. */
export function ringReach(u: number): number {
  const beyond = Math.abs(u) - (ringHalf - ringCorner);
  if (beyond <= 0) return ringHalf;
  if (beyond >= ringCorner) return 0;
  return ringHalf - ringCorner + Math.sqrt(ringCorner * ringCorner - beyond * beyond);
}

/** Whether a plan point lies inside the ring by at least `margin` metres. */
export const insideRing = (u: number, v: number, margin: number): boolean =>
  Math.abs(v) < ringReach(Math.abs(u) + margin) - margin;

export const insideArea = (area: Area, u: number, v: number): boolean =>
  u > area.u0 && u < area.u1 && v > area.v0 && v < area.v1;

function gridLines(random: Random, arterials: readonly Name[], nameOf: (n: number) => Name): GridLine[] {
  const main = arterials.map((name, i): GridLine => {
    // The centre's own two lines stay put, so that the demo cluster is framed alike for every seed.
    const jitter = i === 3 ? 0 : random.between(-35, 35);
    return { at: (i - 3) * 450 + jitter, kind: 'arterial', name };
  });
  const edges = [-ringHalf, ...main.map(line => line.at), ringHalf];
  const secondary: GridLine[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [low, high] = [edges[i] as number, edges[i + 1] as number];
    const parts = high - low > 400 && random.chance(0.7) ? 3 : 2;
    for (let k = 1; k < parts; k += 1)
      secondary.push({
        at: low + ((high - low) * k) / parts + random.between(-14, 14),
        kind: 'secondary',
        name: nameOf(secondary.length),
      });
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
  const u = (i: number) => arterialU[i] as number;
  const v = (i: number) => arterialV[i] as number;

  const riverCentre = (at: number) =>
    -520 + 150 * Math.sin(at / 640 + 0.9 + p5) + 48 * Math.sin(at / 271 + p6);
  const riverHalfWidth = (at: number) => 68 + 14 * Math.sin(at / 430 + p5);
  return {
    northSouth,
    eastWest,
    park: { u0: u(2), u1: u(3), v0: v(3), v1: v(4) },
    industry: { u0: u(5), u1: ringHalf, v0: -ringHalf, v1: v(1) },
    square: { u0: u(3) + 22, u1: u(3) + 132, v0: v(3) + 22, v1: v(3) + 122 },
    stadium: { u0: u(1), u1: u(2), v0: v(5), v1: v(6) },
    warp: (at, along) => [
      at + 62 * Math.sin(along / 760 + 0.4 + p1) + 26 * Math.sin(at / 540 + along / 900 + p2) - 24,
      along + 58 * Math.sin(at / 820 - 0.5 + p3) + 24 * Math.sin(along / 610 + at / 1100 + p4) + 28,
    ],
    riverCentre,
    riverHalfWidth,
    fromWater: (at, along) => Math.abs(along - riverCentre(at)) - riverHalfWidth(at),
  };
}
