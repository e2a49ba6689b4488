// 区域碰撞: plates that were in k of n areas, each in its time.
import { AppError } from '@brightwall/protocol/errors';
import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';
import type { AreaWindow, Seen } from './ports.ts';

export const collision: Analysis<'collision'> = {
  name: 'collision',
  zh: {
    title: '区域碰撞',
    explanation:
      '求同时在多个“区域＋时段”中出现过的号牌，可只要求其中 k 个。适合把几起案件的时间地点相交。区域越大、时段越长，无关的号牌越多：出租车、公交、住在附近的车辆都会在内。它只说明号牌在这些时段经过了这些卡口，不能证明与事件有关；未被读出的号牌不在结果中。',
  },
  en: {
    title: 'Areas in common',
    explanation:
      'Plates that were in several areas, each in its own time; k of n where asked. It brings together the places and times of several events. The larger the areas and the longer the times, the more plates have nothing to do with it: taxis, buses, those who live nearby. It says that a plate passed these cameras in these times, not that it had to do with an event; plates that were not read are not in it.',
  },
  columns: [
    ...vehicleColumns,
    column('areas', 'number', '出现区域数', 'Areas'),
    column('which', 'text', '出现的区域', 'Which'),
    column('passages', 'number', '过车次数', 'Passages'),
  ],
  check(terms) {
    for (const area of terms.areas) checkSpan(area, 1);
    if (terms.minAreas > terms.areas.length) throw new AppError('bad-request', 'minAreas');
  },
  async rows({ areas, minAreas, limit }, facts) {
    const found = await facts.inAreas(areas, minAreas || areas.length, limit);
    const reach = {
      fromMs: Math.min(...areas.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...areas.map(({ toMs }) => toMs)),
    };
    const cameraIds = [...new Set(areas.flatMap(area => area.cameraIds))];
    const passages = byVehicle(await facts.passagesOfAll(found, reach, cameraIds));
    return found.map(vehicle => {
      const own = passages.get(keyOf(vehicle)) ?? [];
      const evidence = own.filter(seen => areas.some(area => isIn(area, seen)));
      const which = areas.flatMap((area, n) => (own.some(seen => isIn(area, seen)) ? [n + 1] : []));
      const { plate, kind } = vehicle;
      return row(
        { plate, kind, areas: which.length, which: which.join(' '), passages: evidence.length },
        evidence,
      );
    });
  },
};

function isIn({ cameraIds, fromMs, toMs }: AreaWindow, { cameraId, passedMs }: Seen): boolean {
  return passedMs >= fromMs && passedMs < toMs && cameraIds.includes(cameraId);
}
