// 隐匿: plates around a scene before a moment, and nowhere after it.
import { type Analysis, byVehicle, column, keyOf, row, vehicleColumns } from './analysis.ts';

export const hidden: Analysis<'hidden'> = {
  name: 'hidden',
  zh: {
    title: '隐匿分析',
    explanation:
      '列出案发时间之前在现场周边卡口出现达到下限、而之后在全市过车不超过上限的号牌。停驶、离城、漏读、换牌都会如此，大多与事件无关；离数据末尾越近，“之后”越短，无关的越多。它只说明号牌不再被看到。',
  },
  en: {
    title: 'Gone afterwards',
    explanation:
      'Plates seen at least so many times at the cameras around a scene before a moment, and at most so many times anywhere after it. A parked vehicle, one that left the city, a plate missed or changed looks the same, and most have nothing to do with it; the nearer to the end of the records, the shorter “after” is and the more there are. It says that a plate was not seen any more.',
  },
  columns: [
    ...vehicleColumns,
    column('before', 'number', '之前次数', 'Before'),
    column('after', 'number', '之后次数', 'After'),
    column('lastMs', 'time', '案发前末次过车', 'Last before'),
  ],
  check: () => {},
  async rows({ cameraIds, aroundMs, hoursBefore, hoursAfter, minBefore, maxAfter, limit }, facts) {
    const before = { fromMs: Math.max(0, aroundMs - hoursBefore * 3_600_000), toMs: aroundMs, cameraIds };
    const after = { fromMs: aroundMs, toMs: aroundMs + hoursAfter * 3_600_000 };
    const found = await facts.gone({ before, after, minBefore, maxAfter }, limit);
    const seen = byVehicle(await facts.passagesOfAll(found, before, cameraIds));
    const later = byVehicle(await facts.passagesOfAll(found, after, []));
    return found.map(({ plate, kind, ...times }) => {
      const own = seen.get(keyOf({ plate, kind })) ?? [];
      // The latest stand nearest to the moment.
      const evidence = [...own.slice(-40), ...(later.get(keyOf({ plate, kind })) ?? [])];
      return row({ plate, kind, ...times, lastMs: own.at(-1)?.passedMs ?? null }, evidence);
    });
  },
};
