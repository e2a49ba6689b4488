// The land between the streets: what each block is used for.
import { distance, type Point } from './geo.ts';
import { compoundName, type Name } from './names.ts';
import { type Area, buildable, type GridLine, type Plan } from './plan.ts';
import type { Random } from './random.ts';
import { outerRing } from './rings.ts';

export type LandUse = 'core' | 'mixed' | 'residential' | 'old-town' | 'school' | 'green';

export interface Block {
  use: LandUse;
  /** Plan rectangle inside the pavements. */
  area: Area;
  centre: Point;
  /** The compound's or school's name, where it has one. */
  name: Name | null;
  /** 1 in the middle of the nearest centre, falling to 0 away from it: towers grow by it. */
  central: number;
}

const pavementM = (line: GridLine | null) => (line === null ? 26 : line.kind === 'arterial' ? 21 : 14);

/** The high-rise core, east of the park and north of the river, and three smaller ones in the districts. */
const centres: readonly { at: Point; size: number }[] = [
  { at: [330, 190], size: 1 },
  { at: [2650, 2050], size: 0.72 },
  { at: [-3050, -1980], size: 0.62 },
  { at: [2950, -1700], size: 0.5 },
  { at: [-2500, 2350], size: 0.5 },
];

/** Distance to the nearest centre in that centre's own measure: 480 is the edge of its towers. */
const fromCentre = (at: Point): { m: number; size: number } =>
  centres
    .map(centre => ({ m: distance(at, centre.at) / centre.size, size: centre.size }))
    .reduce((best, one) => (one.m < best.m ? one : best));

function useOf(random: Random, fromCore: number, fromMiddle: number): LandUse {
  if (fromCore < 480) return random.chance(0.9) ? 'core' : 'green';
  if (fromCore < 820) return random.chance(0.72) ? 'mixed' : random.chance(0.5) ? 'core' : 'residential';
  const draw = random.next();
  // Farther out there are more villages that the city has grown around, and more green.
  const out = Math.min(1, Math.max(0, (fromMiddle - 1800) / 3400));
  if (draw < 0.62 - out * 0.16) return 'residential';
  if (draw < 0.73 - out * 0.16) return 'mixed';
  if (draw < 0.92 - out * 0.04) return 'old-town';
  return draw < 0.955 - out * 0.04 ? 'school' : 'green';
}

export function makeBlocks(plan: Plan, random: Random): Block[] {
  const edges = (lines: readonly GridLine[]) => [
    { at: -outerRing.half, line: null },
    ...lines.map(line => ({ at: line.at, line })),
    { at: outerRing.half, line: null },
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
      const { m, size } = fromCentre(centre);
      const use = useOf(random, m, Math.hypot(...centre));
      const central = Math.exp(-((m / 400) ** 2)) * size;
      const middle = buildable(plan, u, v);
      const named = middle && (use === 'residential' || use === 'old-town');
      blocks.push({ use, area, centre, name: named ? compoundName(compounds++) : null, central });
    }
  return blocks;
}
