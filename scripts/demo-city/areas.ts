// The city's administration as polygons of four levels: city → district 区 → street 街道 → community 社区.
// Cut on the plan by lines (arterials, and the river between north and south) and warped with the streets,
// so that borders run along roads and every part lies within its whole.
//
// Codes are built as the statistical division codes are: six digits to the county level (GB/T 2260), three for
// the street, three for the community. 3399 is assigned to no city.
import { type Point, toLonLat } from './geo.ts';
import { fixed, type Name } from './names.ts';
import type { Plan } from './plan.ts';
import { outerRing } from './rings.ts';

export type AreaLevel = 'city' | 'district' | 'street' | 'community';

export interface AdminArea {
  level: AreaLevel;
  code: string;
  /** Code of the area it lies in; null for the city. */
  parent: string | null;
  name: Name;
  /** On the plane, open, counter-clockwise. */
  ring: Point[];
}

/** A little beyond the outer ring: the roads out of town still belong to somebody. */
export const cityHalfM = outerRing.half + 500;
const stepM = 50;

/** A border between south and north: v at each u. */
type Line = (u: number) => number;

interface Cell {
  u0: number;
  u1: number;
  south: Line;
  north: Line;
}

/** [district] → name, and its three streets from west to east. */
const districts: readonly { code: string; name: Name; streets: readonly Name[] }[] = [
  {
    code: '339902',
    name: { zh: '云湖区', en: 'Yunhu District' },
    streets: [
      { zh: '凤凰山街道', en: 'Fenghuangshan Street' },
      { zh: '云湖街道', en: 'Yunhu Street' },
      { zh: '学府街道', en: 'Xuefu Street' },
    ],
  },
  {
    code: '339903',
    name: { zh: '滨江区', en: 'Binjiang District' },
    streets: [
      { zh: '人民街道', en: 'Renmin Street' },
      { zh: '朝阳街道', en: 'Chaoyang Street' },
      { zh: '东湖街道', en: 'Donghu Street' },
    ],
  },
  {
    code: '339904',
    name: { zh: '学苑区', en: 'Xueyuan District' },
    streets: [
      { zh: '枫林街道', en: 'Fenglin Street' },
      { zh: '南苑街道', en: 'Nanyuan Street' },
      { zh: '胜利街道', en: 'Shengli Street' },
    ],
  },
  {
    code: '339905',
    name: { zh: '江南区', en: 'Jiangnan District' },
    streets: [
      { zh: '江南街道', en: 'Jiangnan Street' },
      { zh: '工业园街道', en: 'Gongyeyuan Street' },
      { zh: '临港街道', en: 'Lingang Street' },
    ],
  },
];
const cityCode = '339900';

const communityStems =
  '梧桐 锦绣 桂花 银杏 春晖 明德 永安 长宁 安康 丰收 翠柏 丁香 海棠 玉兰 紫荆 望江'.split(' ');
const communityStemsEn =
  'Wutong Jinxiu Guihua Yinxing Chunhui Mingde Yongan Changning Ankang Fengshou Cuibai Dingxiang Haitang Yulan Zijing Wangjiang'.split(
    ' ',
  );

function communityName(street: Name, n: number): Name {
  const [zh, en] = [communityStems[n % 16] as string, communityStemsEn[n % 16] as string];
  const of = { zh: street.zh.replace('街道', ''), en: street.en.replace(' Street', '') };
  return { zh: `${of.zh}${zh}社区`, en: `${of.en} ${en} Community` };
}

/** The arterial nearest to a plan coordinate. */
const snap = (lines: Plan['northSouth'], at: number): number =>
  lines
    .filter(({ kind }) => kind === 'arterial')
    .map(line => line.at)
    .reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best));

function outline(plan: Plan, { u0, u1, south, north }: Cell): Point[] {
  // On one raster of the whole city: neighbours share their borders' points.
  const us = [u0];
  for (let u = Math.ceil((u0 + 1e-6) / stepM) * stepM; u < u1; u += stepM) us.push(u);
  us.push(u1);
  const vs = (u: number) => {
    const [low, high] = [south(u), north(u)];
    const out: number[] = [];
    for (let v = Math.ceil((low + 1e-6) / stepM) * stepM; v < high; v += stepM) out.push(v);
    return out;
  };
  return [
    ...us.map(u => plan.warp(u, south(u))),
    ...vs(u1).map(v => plan.warp(u1, v)),
    ...[...us].reverse().map(u => plan.warp(u, north(u))),
    ...vs(u0)
      .reverse()
      .map(v => plan.warp(u0, v)),
  ];
}

/** [low, high] cut at the arterials nearest to equal parts. */
function cuts(lines: Plan['northSouth'], low: number, high: number, parts: number): number[] {
  const between = Array.from({ length: parts - 1 }, (_, i) =>
    snap(lines, low + ((high - low) * (i + 1)) / parts),
  );
  return [low, ...new Set(between.filter(at => at > low + 100 && at < high - 100)), high];
}

const pairs = <T>(list: readonly T[]): [T, T][] => list.slice(1).map((one, i) => [list[i] as T, one]);

export function makeAreas(plan: Plan): AdminArea[] {
  const [low, high] = [-cityHalfM, cityHalfM];
  const river: Line = plan.riverCentre;
  const flat =
    (v: number): Line =>
    () =>
      v;
  const out: AdminArea[] = [];
  const add = (level: AreaLevel, code: string, parent: string | null, name: Name, cell: Cell) =>
    out.push({ level, code, parent, name, ring: outline(plan, cell) });
  add('city', cityCode, null, fixed.city, { u0: low, u1: high, south: flat(low), north: flat(high) });
  const middle = snap(plan.northSouth, -450);
  districts.forEach((district, d) => {
    const isNorth = d < 2;
    const [u0, u1] = d % 2 === 0 ? [low, middle] : [middle, high];
    const [south, north]: [Line, Line] = isNorth ? [river, flat(high)] : [flat(low), river];
    add('district', district.code, cityCode, district.name, { u0, u1, south, north });
    pairs(cuts(plan.northSouth, u0, u1, 3)).forEach(([s0, s1], s) => {
      const street = district.streets[s] as Name;
      const streetCode = `${district.code}${String(s + 1).padStart(3, '0')}`;
      add('street', streetCode, district.code, street, { u0: s0, u1: s1, south, north });
      // Rows from the river outwards; the row along it takes the river's own border.
      const inner = isNorth ? snap(plan.eastWest, 1350) : snap(plan.eastWest, -1350);
      const [a, b] = isNorth ? [inner, high] : [low, inner];
      const rows: [Line, Line][] = pairs(cuts(plan.eastWest, a, b, 4)).map(([p, q]) => [flat(p), flat(q)]);
      rows.push(isNorth ? [river, flat(inner)] : [flat(inner), river]);
      let n = 0;
      for (const [rowSouth, rowNorth] of rows)
        for (const [c0, c1] of pairs(cuts(plan.northSouth, s0, s1, 2))) {
          n += 1;
          const code = `${streetCode}${String(n).padStart(3, '0')}`;
          const cell = { u0: c0, u1: c1, south: rowSouth, north: rowNorth };
          add('community', code, streetCode, communityName(street, n + s * 3 + d * 5), cell);
        }
    });
  });
  return out;
}

/** Middle of the bounding box: a place for the name that is inside for shapes as these. */
export function labelAt({ ring }: AdminArea): Point {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** areas.json: each area with its code, parent and polygon. */
export const areasFile = (areas: readonly AdminArea[]): object => ({
  version: 1,
  areas: areas.map(area => ({
    level: area.level,
    code: area.code,
    parent: area.parent,
    name: area.name.zh,
    nameEn: area.name.en,
    centre: toLonLat(labelAt(area)),
    ring: [...area.ring, area.ring[0] as Point].map(toLonLat),
  })),
});
