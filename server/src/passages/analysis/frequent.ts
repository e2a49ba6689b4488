// 频繁过车: plates that passed one camera often.
import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';

export const frequent: Analysis<'frequent'> = {
  name: 'frequent',
  zh: {
    title: '频繁过车',
    explanation:
      '统计时段内在每个所选卡口通过次数达到下限的号牌，次数多者在前。住户、公交、出租、配送车辆自然频繁；次数本身不说明目的，更不说明有问题。',
  },
  en: {
    title: 'Often at a camera',
    explanation:
      'Plates that passed one of the chosen cameras at least so many times in the span, the most first. Neighbours, buses, taxis and deliveries do so naturally; a number of passages says nothing of a purpose, let alone of a wrong one.',
  },
  columns: [
    ...vehicleColumns,
    column('camera', 'camera', '卡口', 'Camera'),
    column('times', 'number', '次数', 'Times'),
  ],
  check: terms => checkSpan(terms, 7),
  async rows({ cameraIds, minTimes, limit, ...span }, facts) {
    const found = await facts.frequent({ ...span, cameraIds }, minTimes, limit);
    const passages = byVehicle(await facts.passagesOfAll(found, span, cameraIds));
    return found.map(({ plate, kind, cameraId, times }) =>
      row(
        { plate, kind, camera: cameraId, times },
        (passages.get(keyOf({ plate, kind })) ?? []).filter(seen => seen.cameraId === cameraId),
      ),
    );
  },
};
