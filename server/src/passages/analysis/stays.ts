// 落脚点: where a plate was last seen before a long silence, and where it came out again.

import { type Analysis, byVehicle, checkSpan, chinaHour, column, row, vehicleColumns } from './analysis.ts';
import type { Seen } from './ports.ts';

export const stays: Analysis<'stays'> = {
  name: 'stays',
  zh: {
    title: '落脚点',
    explanation:
      '把一块号牌先后两次过车之间超过若干小时的空档当作停留，按“最后出现的卡口—再次出现的卡口”归并计数。停留之处在这两个卡口之间的某个地方；但也可能驶出了覆盖范围、号牌被漏读或更换。它指的是号牌的去向，不是某人的住处。',
  },
  en: {
    title: 'Where it stays',
    explanation:
      'Gaps of more than so many hours between two passages of a plate are taken as stays, counted by the camera it was last seen at and the one where it was seen again. It stayed somewhere between the two; or it left the cameras’ reach, was missed, or had its plate changed. This is where a plate went, not where anybody lives.',
  },
  columns: [
    ...vehicleColumns,
    column('last', 'camera', '最后出现的卡口', 'Last camera'),
    column('next', 'camera', '再次出现的卡口', 'Next camera'),
    column('times', 'number', '次数', 'Times'),
    column('hours', 'number', '平均时长（小时）', 'Mean hours'),
    column('lastMs', 'time', '最近一次开始', 'Newest began'),
  ],
  check: terms => checkSpan(terms, 180),
  async rows({ plate, kind, minHours, leavesFromHour, leavesToHour, minTimes, ...span }, facts) {
    const seen = await facts.passagesOf(plate, kind, span);
    const all = [...byVehicle(seen).values()].flatMap(own => gapsOf(own, minHours * 3_600_000));
    const places = new Map<string, Gap[]>();
    for (const gap of all) {
      if (!isWithin(chinaHour(gap.last.passedMs), leavesFromHour, leavesToHour)) continue;
      const key = [gap.last.kind, gap.last.cameraId, gap.next.cameraId].join(' ');
      places.set(key, [...(places.get(key) ?? []), gap]);
    }
    return [...places.values()]
      .filter(gaps => gaps.length >= minTimes)
      .sort((a, b) => b.length - a.length || b.at(-1)!.last.passedMs - a.at(-1)!.last.passedMs)
      .map(gaps => {
        const { last, next } = gaps.at(-1)!;
        const ms = gaps.reduce((sum, gap) => sum + gap.next.passedMs - gap.last.passedMs, 0) / gaps.length;
        const values = {
          ...{ plate, kind: last.kind, last: last.cameraId, next: next.cameraId, times: gaps.length },
          ...{ hours: Math.round(ms / 36_000) / 100, lastMs: last.passedMs },
        };
        return row(
          values,
          gaps.flatMap(gap => [gap.last, gap.next]),
        );
      });
  },
};

interface Gap {
  readonly last: Seen;
  readonly next: Seen;
}

function gapsOf(seen: readonly Seen[], longerMs: number): Gap[] {
  return seen.slice(1).flatMap((next, n) => {
    const last = seen[n]!;
    return next.passedMs - last.passedMs > longerMs ? [{ last, next }] : [];
  });
}

/** `to` not included; over midnight where `from` is later; equal: any hour. */
function isWithin(hour: number, from: number, to: number): boolean {
  if (from === to) return true;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
