// 昼伏夜出: often by night, hardly by day.
import { AppError } from '@brightwall/protocol/errors';
import {
  type Analysis,
  byVehicle,
  checkSpan,
  chinaDayMs,
  chinaHour,
  column,
  dayMs,
  keyOf,
  row,
  vehicleColumns,
} from './analysis.ts';

export function isNight(epochMs: number): boolean {
  const hour = chinaHour(epochMs);
  return hour >= 18 || hour < 5;
}

export const nightDrivers: Analysis<'night-drivers'> = {
  name: 'night-drivers',
  zh: {
    title: '昼伏夜出',
    explanation:
      '按北京时间的整日统计：夜间（18–05 时）过车次数达到下限，而白天（06–18 时）不超过上限的号牌。夜班、代驾、货运、环卫车辆都会如此；白天在没有卡口的地方行驶的车辆也会被列入。它只是过车时间的统计，不说明任何意图。',
  },
  en: {
    title: 'By night, not by day',
    explanation:
      'By whole days of China’s clock: plates with at least so many passages by night (18–05) and at most so many by day (06–18). Night shifts, freight and street cleaning do so too, and so does a vehicle that drives by day where no camera is. It counts when plates passed and says nothing of an intent.',
  },
  columns: [
    ...vehicleColumns,
    column('byNight', 'number', '夜间次数', 'By night'),
    column('byDay', 'number', '白天次数', 'By day'),
    column('days', 'number', '出现天数', 'Days seen'),
  ],
  check(terms) {
    const span = spanOf(terms);
    if (Number.isNaN(span.fromMs) || Number.isNaN(span.toMs))
      throw new AppError('bad-request', 'fromDay, toDay');
    checkSpan(span, 7);
  },
  async rows({ limit, ...query }, facts) {
    const found = await facts.byNight(query, limit);
    const passages = byVehicle(await facts.passagesOfAll(found, spanOf(query), []));
    return found.map(({ plate, kind, byNight, byDay, days }) =>
      row(
        { plate, kind, byNight, byDay, days },
        (passages.get(keyOf({ plate, kind })) ?? []).filter(({ passedMs }) => isNight(passedMs)),
      ),
    );
  },
};

function spanOf({ fromDay, toDay }: { fromDay: string; toDay: string }): { fromMs: number; toMs: number } {
  return { fromMs: chinaDayMs(fromDay), toMs: chinaDayMs(toDay) + dayMs };
}
