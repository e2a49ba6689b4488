// OD: how many went from one area to another, by hour.
import { AppError } from '@brightwall/protocol/errors';
import { type Analysis, byVehicle, checkSpan, column, keyOf, row } from './analysis.ts';

export const od: Analysis<'od'> = {
  name: 'od',
  zh: {
    title: 'OD 分析',
    explanation:
      '同一号牌先经过一个区域的卡口、在限定时间内下一次经过另一区域的卡口，计为一次出行，按出发小时汇总。只能看到经过所选卡口的号牌：绕过卡口、未读出的不在内，误读会拆开或拼接行程，所以数字是比例的参考而不是总量。每格附若干条行程为证。',
  },
  en: {
    title: 'From area to area',
    explanation:
      'A plate passed a camera of one area and, within the time allowed and as the next of all these cameras, one of another: a journey, counted by the hour it began. Only plates that passed the chosen cameras are seen: who went round them or was not read is missing, and misreadings part or join journeys, so the numbers are shares rather than totals. Some journeys stand behind each cell.',
  },
  columns: [
    column('from', 'text', '起点区域', 'From'),
    column('to', 'text', '终点区域', 'To'),
    column('hourMs', 'time', '出发小时', 'Hour'),
    column('journeys', 'number', '出行次数', 'Journeys'),
  ],
  check(terms) {
    checkSpan(terms, 1);
    const cameras = terms.areas.flatMap(({ cameraIds }) => cameraIds);
    if (new Set(cameras).size < cameras.length) throw new AppError('bad-request', 'a camera of two areas');
  },
  async rows({ areas, withinMinutes, ...span }, facts) {
    const cells = await facts.journeys(
      areas.map(({ cameraIds }) => cameraIds),
      span,
      withinMinutes * 60_000,
    );
    const cameraIds = areas.flatMap(area => area.cameraIds);
    const vehicles = cells.flatMap(({ examples }) => examples);
    const passages = byVehicle(await facts.passagesOfAll(vehicles, span, cameraIds));
    return cells.map(({ from, to, hourMs, journeys, examples }) =>
      row(
        { from: areas[from]!.name, to: areas[to]!.name, hourMs, journeys },
        examples.flatMap(({ fromMs, toMs, ...vehicle }) =>
          (passages.get(keyOf(vehicle)) ?? []).filter(
            ({ passedMs }) => passedMs === fromMs || passedMs === toMs,
          ),
        ),
      ),
    );
  },
};
