// 流量: how many passed each camera, hour by hour and by direction.
import { type Analysis, checkSpan, column, row } from './analysis.ts';

export const flow: Analysis<'flow'> = {
  name: 'flow',
  zh: {
    title: '卡口流量',
    explanation:
      '每个卡口每小时（整点起算）的过车数，按方向分列，未读出号牌的也计入。数的是过车记录而不是车辆：离线、遮挡、夜间漏检的时段会偏少。没有逐条证据：以同一卡口和时段查询过车即可得到。',
  },
  en: {
    title: 'Flow by hour',
    explanation:
      'Passages of each camera in each whole hour, by direction, those whose plate could not be read included. It counts records and not vehicles: hours offline, covered or missed by night are too low. A row has no list of passages behind it: a search of the same camera and hour gives them.',
  },
  columns: [
    column('camera', 'camera', '卡口', 'Camera'),
    column('hourMs', 'time', '小时', 'Hour'),
    column('passages', 'number', '过车数', 'Passages'),
    column('toward', 'number', '驶来', 'Toward'),
    column('away', 'number', '驶离', 'Away'),
  ],
  check: terms => checkSpan(terms, 31),
  async rows({ cameraIds, ...span }, facts) {
    const hours = await facts.countsByHour({ ...span, cameraIds });
    return hours.map(({ cameraId, ...hour }) => row({ camera: cameraId, ...hour }, []));
  },
};
