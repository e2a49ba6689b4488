// 套牌 of the whole city, from what ingest noticed.
import { type Analysis, byVehicle, checkSpan, column, row, vehicleColumns } from './analysis.ts';

export const clones: Analysis<'clones'> = {
  name: 'clones',
  zh: {
    title: '全市套牌嫌疑',
    explanation:
      '列出时段内速度不可能的号牌：每次过车入库时即与同一号牌的前后各一次（一小时内）比较，按两卡口间的直线距离计算（入库时不查路网，真实道路只会更长）。次数越多越可疑；只出现一次的大多是把别的号牌误读成这一个，所以默认要求两次。它不能分辨哪一辆是真牌，也不能代替核对图片；位置未标定的摄像机不参与比较。',
  },
  en: {
    title: 'Clone suspects of the city',
    explanation:
      'Plates with impossible speeds in the span: each passage is held, as it is stored, against the one before and the one after of the same plate (within an hour), over the straight line between the cameras (no roads are looked up at that moment, and none is shorter). The more often, the likelier; what happened once is mostly another plate misread as this one, so two are asked for unless told otherwise. It cannot tell which vehicle bears the true plate, and does not replace comparing pictures; cameras without a place take no part.',
  },
  columns: [
    ...vehicleColumns,
    column('pairs', 'number', '冲突次数', 'Conflicts'),
    column('kmh', 'number', '最高速度 km/h', 'Highest speed, km/h'),
    column('firstMs', 'time', '首次冲突', 'First conflict'),
    column('lastMs', 'time', '末次冲突', 'Last conflict'),
  ],
  check: terms => checkSpan(terms, 30),
  async rows({ minKmh, minPairs, limit, ...span }, facts) {
    const pairs = await facts.leaps(span, minKmh, minPairs);
    return [...byVehicle(pairs).values()].slice(0, limit).map(own => {
      const { plate, kind } = own[0]!;
      const values = {
        ...{ plate, kind, pairs: own.length, kmh: Math.round(Math.max(...own.map(({ kmh }) => kmh))) },
        ...{ firstMs: own[0]!.second.passedMs, lastMs: own.at(-1)!.second.passedMs },
      };
      return row(
        values,
        own.flatMap(({ first, second }) => [
          { plate, kind, ...first },
          { plate, kind, ...second },
        ]),
      );
    });
  },
};
