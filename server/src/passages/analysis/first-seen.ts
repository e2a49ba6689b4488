// 首次入城: plates that were not seen before.
import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';

export const firstSeen: Analysis<'first-seen'> = {
  name: 'first-seen',
  zh: {
    title: '首次入城',
    explanation:
      '列出时段内出现、而此前从未出现（或此前若干个整日未出现）过的号牌。误读会造出大量“新”号牌，所以默认要求至少被读到两次。“从未出现”只以本系统保存过的记录为限：刚安装的卡口、漏读、换牌都会使老车显得是新来的，不能证明它以前不在城中。',
  },
  en: {
    title: 'Seen for the first time',
    explanation:
      'Plates seen in the span that were never seen before, or not for so many whole days. Misreadings make many plates that look new, so two readings are asked for unless told otherwise. “Never” is by the records this system has had: a new camera, a plate missed or a changed plate makes an old vehicle look new; it does not prove that it was not in the city.',
  },
  columns: [
    ...vehicleColumns,
    column('firstMs', 'time', '时段内首次过车', 'First passage in the span'),
    column('camera', 'camera', '首次卡口', 'First camera'),
    column('passages', 'number', '时段内过车次数', 'Passages in the span'),
  ],
  check: terms => checkSpan(terms, 1),
  async rows({ absentDays, cameraIds, minReads, limit, ...span }, facts) {
    const found = await facts.firstSeen({ ...span, absentDays, cameraIds, minReads }, limit);
    const passages = byVehicle(await facts.passagesOfAll(found, span, []));
    return found.map(({ plate, kind }) => {
      const own = passages.get(keyOf({ plate, kind })) ?? [];
      const first = own[0];
      const values = { firstMs: first?.passedMs ?? null, camera: first?.cameraId ?? null };
      return row({ plate, kind, ...values, passages: own.length }, own);
    });
  },
};
