// 套牌, one number: leaps between passages that follow one another, and plates that do not look the same.

import { type Analysis, byVehicle, checkSpan, column, row, vehicleColumns } from './analysis.ts';
import { kmhBetween, leastLeapMetres } from './impossible-leap.ts';
import type { LeastMetres, Seen } from './ports.ts';

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
      '检查一个号牌号码先后两次过车之间所需的最低速度（按两卡口间最短可能距离计算，真实道路只会更长），以及同一号码是否以不同的号牌种类或颜色出现。速度不可能而读数正确，说明至少有两块相同的号牌；但误读、边缘设备时钟偏差同样会造成这样的结果，须人工核对两张图片。不同种类的号牌可以合法地使用同一号码，颜色也可能识别错误。',
  },
  en: {
    title: 'Clone check of a plate',
    explanation:
      'For one number, the speed that each two passages in a row would have taken (over the shortest distance there can be between the cameras; a road is only longer), and whether the number was seen with different kinds or colours of plate. Where the speed is impossible and both readings are right there are two such plates; but a misreading or an edge’s wrong clock looks the same, so a person must compare the two pictures. Plates of different kinds may lawfully bear one number, and a colour may be misjudged.',
  },
  columns: [
    ...vehicleColumns,
    column('reason', 'text', '疑点', 'Reason'),
    column('metres', 'number', '最短距离（米）', 'Least distance, m'),
    column('seconds', 'number', '相隔（秒）', 'Seconds between'),
    column('kmh', 'number', '最低速度 km/h', 'Least speed, km/h'),
    column('colour', 'colour', '号牌颜色', 'Colour of plate'),
    column('passages', 'number', '过车次数', 'Passages'),
  ],
  check: terms => checkSpan(terms, 180),
  async rows({ plate, kind, minKmh, ...span }, facts, leastMetres) {
    const seen = await facts.passagesOf(plate, kind, span);
    const leaps = [...byVehicle(seen).values()].flatMap(own => leapsOf(own, minKmh, leastMetres));
    const looks = (await facts.looksOf([plate], span)).filter(look => kind === null || look.kind === kind);
    const conflicts = looks.length < 2 ? [] : looks;
    return [
      ...leaps.map(({ first, second, metres, ms }) =>
        row(
          {
            ...{ plate, kind: first.kind, reason: 'speed', metres: Math.round(metres), seconds: ms / 1000 },
            ...{ kmh: Math.round(kmhBetween(metres, ms)), colour: null, passages: null },
          },
          [first, second],
        ),
      ),
      ...conflicts.map(look =>
        row(
          {
            ...{ plate, kind: look.kind, reason: 'look', metres: null, seconds: null, kmh: null },
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

function leapsOf(
  seen: readonly Seen[],
  minKmh: number,
  leastMetres: LeastMetres,
): { first: Seen; second: Seen; metres: number; ms: number }[] {
  return seen.slice(1).flatMap((second, n) => {
    const first = seen[n]!;
    const metres = leastMetres(first.cameraId, second.cameraId);
    const ms = second.passedMs - first.passedMs;
    return metres !== null && isImpossible(metres, ms, minKmh) ? [{ first, second, metres, ms }] : [];
  });
}
