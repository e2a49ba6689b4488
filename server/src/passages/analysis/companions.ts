// 伴随/同行: who passed the same gates one after the other, shortly before or after, trip by trip.

import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';
import type { Seen } from './ports.ts';

/** A trip ends where nothing is seen of a vehicle for longer. */
export const tripGapMs = 30 * 60_000;
/** Held against the target one by one; those beside most of its passages. */
const candidates = 500;

export const companions: Analysis<'companions'> = {
  name: 'companions',
  zh: {
    title: '伴随分析',
    explanation:
      '以目标号牌的每次过车为基准，查找在同一卡口前后若干秒内通过、且连续多个卡口都如此的其他号牌，按同行卡口占目标过车的比例排序。同向的车流、公交和早晚高峰会造成巧合：它只说明两块号牌在哪些时间经过了同一些卡口，不能证明两车有约或车上的人相识。漏读的卡口会使结果偏少。',
  },
  en: {
    title: 'Companions',
    explanation:
      'Looks for other plates that passed the same cameras as the plate asked for within some seconds, at several of its cameras in a row, ranked by the share of its passages. Traffic that flows the same way, buses and rush hours do so by chance: the result says which plates passed which cameras when, not that two vehicles travelled together, and nothing about who was in them. Plates missed by a camera make it find less.',
  },
  columns: [
    ...vehicleColumns,
    column('shared', 'number', '同行次数', 'Shared passages'),
    column('share', 'number', '占目标过车比例', 'Share of the target’s'),
    column('gates', 'number', '同行卡口数', 'Cameras'),
    column('run', 'number', '最长连续卡口', 'Most in a row'),
    column('trips', 'number', '同行趟数', 'Trips'),
  ],
  check: terms => checkSpan(terms, 7),
  async rows(terms, facts) {
    const withinMs = terms.withinS * 1000;
    const target = await facts.passagesOf(terms.plate, terms.kind, terms);
    if (target.length === 0) return [];
    const others = await facts.besides(target, withinMs, terms.minConsecutive, candidates);
    const reach = { fromMs: terms.fromMs - withinMs, toMs: terms.toMs + withinMs };
    const cameraIds = [...new Set(target.map(({ cameraId }) => cameraId))];
    const passages = byVehicle(await facts.passagesOfAll(others, reach, cameraIds));
    const trips = tripsOf(target);
    return others
      .map(other => ({ other, ...sharedWith(target, trips, passages.get(keyOf(other)) ?? [], withinMs) }))
      .filter(({ run, trips }) => run >= terms.minConsecutive && trips >= terms.minTrips)
      .sort((a, b) => b.shared - a.shared || b.run - a.run || (keyOf(a.other) < keyOf(b.other) ? -1 : 1))
      .slice(0, terms.limit)
      .map(({ other, shared, gates, run, trips, evidence }) =>
        row(
          { plate: other.plate, kind: other.kind, shared, share: shared / target.length, gates, run, trips },
          evidence,
        ),
      );
  },
};

/** The trip that each passage is of, from 0. */
function tripsOf(passages: readonly Seen[]): number[] {
  let trip = 0;
  return passages.map(({ passedMs }, n) => {
    if (n > 0 && passedMs - passages[n - 1]!.passedMs > tripGapMs) trip += 1;
    return trip;
  });
}

function sharedWith(
  target: readonly Seen[],
  tripOf: readonly number[],
  other: readonly Seen[],
  withinMs: number,
): { shared: number; gates: number; run: number; trips: number; evidence: Seen[] } {
  const evidence: Seen[] = [];
  const gates = new Set<string>();
  const trips = new Set<number>();
  let [shared, run, longest] = [0, 0, 0];
  for (const [n, own] of target.entries()) {
    const near = other.find(
      seen => seen.cameraId === own.cameraId && Math.abs(seen.passedMs - own.passedMs) <= withinMs,
    );
    if (n > 0 && tripOf[n] !== tripOf[n - 1]) run = 0;
    run = near ? run + 1 : 0;
    longest = Math.max(longest, run);
    if (!near) continue;
    shared += 1;
    gates.add(own.cameraId);
    trips.add(tripOf[n]!);
    evidence.push(own, near);
  }
  return { shared, gates: gates.size, run: longest, trips: trips.size, evidence };
}
