// The land between the streets: what each block is used for.
import type { Point } from './geo.ts';
import { distance } from './geo.ts';
import { compoundName, type Name } from './names.ts';
import { type Area, bankRoadM, type GridLine, insideArea, insideRing, type Plan, ringHalf } from './plan.ts';
import type { Random } from './random.ts';

export type LandUse = 'core' | 'mixed' | 'residential' | 'old-town' | 'school' | 'green';

export interface Block {
  use: LandUse;
  /** Plan rectangle inside the pavements. */
  area: Area;
  centre: Point;
  /** The compound's or school's name, where it has one. */
  name: Name | null;
}

const pavementM = (line: GridLine | null) => (line === null ? 26 : line.kind === 'arterial' ? 21 : 14);

/** Land on which something may stand: off the water and its roads, inside the ring, outside closed areas. */
export const buildable = (plan: Plan, u: number, v: number): boolean =>
  plan.fromWater(u, v) > bankRoadM + 18 &&
  insideRing(u, v, 30) &&
  ![plan.park, plan.industry, plan.stadium, plan.square].some(area => insideArea(area, u, v));

function useOf(random: Random, fromCore: number): LandUse {
  if (fromCore < 480) return random.chance(0.9) ? 'core' : 'green';
  if (fromCore < 820) return random.chance(0.72) ? 'mixed' : random.chance(0.5) ? 'core' : 'residential';
  const draw = random.next();
  if (draw < 0.66) return 'residential';
  if (draw < 0.78) return 'mixed';
  if (draw < 0.9) return 'old-town';
  return draw < 0.95 ? 'school' : 'green';
}

/** Centre of the high-rise core on the plane: east of the park, north of the river. */
export const coreCentre: Point = [330, 190];

export function makeBlocks(plan: Plan, random: Random): Block[] {
  const edges = (lines: readonly GridLine[]) => [
    { at: -ringHalf, line: null },
    ...lines.map(line => ({ at: line.at, line })),
    { at: ringHalf, line: null },
  ];
  const [us, vs] = [edges(plan.northSouth), edges(plan.eastWest)];
  const blocks: Block[] = [];
  let compounds = 0;
  for (let i = 0; i + 1 < us.length; i += 1)
    for (let j = 0; j + 1 < vs.length; j += 1) {
      const [west, east] = [us[i] as (typeof us)[0], us[i + 1] as (typeof us)[0]];
      const [south, north] = [vs[j] as (typeof vs)[0], vs[j + 1] as (typeof vs)[0]];
      const area: Area = {
        u0: west.at + pavementM(west.line),
        u1: east.at - pavementM(east.line),
        v0: south.at + pavementM(south.line),
        v1: north.at - pavementM(north.line),
      };
      const [u, v] = [(area.u0 + area.u1) / 2, (area.v0 + area.v1) / 2];
      const centre = plan.warp(u, v);
      const use = useOf(random, distance(centre, coreCentre));
      const middle = buildable(plan, u, v);
      const named = middle && (use === 'residential' || use === 'old-town');
      blocks.push({ use, area, centre, name: named ? compoundName(compounds++) : null });
    }
  return blocks;
}
