// 套牌, one number: leaps between passages that follow one another, and plates that do not look the same.

import { type Analysis, byVehicle, checkSpan, column, row, vehicleColumns } from './analysis.ts';
import { kmhBetween, leastLeapMetres } from './impossible-leap.ts';
import type { Distance, Distances, Seen } from './ports.ts';

const closeMs = 5 * 60_000;
const closeMetres = 10_000;

/** Faster than asked, or further than 10 km within 5 minutes; the same the store asks of what ingest found. */
export function isImpossible(metres: number, ms: number, minKmh: number): boolean {
  if (metres < leastLeapMetres) return false;
  return kmhBetween(metres, ms) > minKmh || (metres > closeMetres && ms <= closeMs);
}

export const cloneCheck: Analysis<'clone-check'> = {
  name: 'clone-check',
  zh: {
    title: '套牌核查',
    explanation:
      '检查一个号牌号码先后两次过车之间所需的最低速度（按路网上的最短路程计算，摄像机不在路网旁时按直线距离，每行写明依据；路网之外的小路可能更短），以及同一号码是否以不同的号牌种类或颜色出现。速度不可能而读数正确，说明至少有两块相同的号牌；但误读、边缘设备时钟偏差同样会造成这样的结果，须人工核对两张图片。不同种类的号牌可以合法地使用同一号码，颜色也可能识别错误。',
  },
  en: {
    title: 'Clone check of a plate',
    explanation:
      'For one number, the speed that each two passages in a row would have taken (over the shortest way along the map’s roads, or the straight line where a camera is off them: each row says which; a lane that the map does not have may be shorter), and whether the number was seen with different kinds or colours of plate. Where the speed is impossible and both readings are right there are two such plates; but a misreading or an edge’s wrong clock looks the same, so a person must compare the two pictures. Plates of different kinds may lawfully bear one number, and a colour may be misjudged.',
  },
  columns: [
    ...vehicleColumns,
    column('reason', 'text', '疑点', 'Reason'),
    column('metres', 'number', '最短距离（米）', 'Least distance, m'),
    column('by', 'text', '距离依据', 'Distance by'),
    column('seconds', 'number', '相隔（秒）', 'Seconds between'),
    column('kmh', 'number', '最低速度 km/h', 'Least speed, km/h'),
    column('colour', 'colour', '号牌颜色', 'Colour of plate'),
    column('passages', 'number', '过车次数', 'Passages'),
  ],
  check: terms => checkSpan(terms, 180),
  async rows({ plate, kind, minKmh, ...span }, facts, distances) {
    const seen = await facts.passagesOf(plate, kind, span);
    const leaps: Leap[] = [];
    for (const own of byVehicle(seen).values()) leaps.push(...(await leapsOf(own, minKmh, distances)));
    const looks = (await facts.looksOf([plate], span)).filter(look => kind === null || look.kind === kind);
    const conflicts = looks.length < 2 ? [] : looks;
    return [
      ...leaps.map(({ first, second, metres, by, ms }) =>
        row(
          {
            ...{ plate, kind: first.kind, reason: 'speed', metres: Math.round(metres), by },
            ...{ seconds: ms / 1000, kmh: Math.round(kmhBetween(metres, ms)), colour: null, passages: null },
          },
          [first, second],
        ),
      ),
      ...conflicts.map(look =>
        row(
          {
            ...{ plate, kind: look.kind, reason: 'look', metres: null, by: null, seconds: null, kmh: null },
            ...{ colour: look.colour, passages: look.passages },
          },
          seen.filter(
            ({ kind, passedMs }) =>
              kind === look.kind && (passedMs === look.firstMs || passedMs === look.lastMs),
          ),
        ),
      ),
    ];
  },
};

interface Leap extends Distance {
  readonly first: Seen;
  readonly second: Seen;
  readonly ms: number;
}

/**
 * No road of a city goes further round than so many times the straight line; whoever was slower than that leaves
 * open is not looked up.
 */
const mostDetour = 3;

async function leapsOf(seen: readonly Seen[], minKmh: number, distances: Distances): Promise<Leap[]> {
  const leaps: Leap[] = [];
  for (const [n, second] of seen.slice(1).entries()) {
    const first = seen[n]!;
    const line = distances.line(first.cameraId, second.cameraId);
    const ms = second.passedMs - first.passedMs;
    if (line === null || !isImpossible(line * mostDetour, ms, minKmh)) continue;
    const distance = await distances.least(first.cameraId, second.cameraId);
    if (distance && isImpossible(distance.metres, ms, minKmh)) leaps.push({ first, second, ms, ...distance });
  }
  return leaps;
}
