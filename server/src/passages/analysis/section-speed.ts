// 区间测速: from one camera to another, by the length of the road between them.
import { AppError } from '@brightwall/protocol/errors';
import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';
import { kmhBetween } from './impossible-leap.ts';
import type { Seen } from './ports.ts';

export const sectionSpeed: Analysis<'section-speed'> = {
  name: 'section-speed',
  zh: {
    title: '区间测速',
    explanation:
      '同一号牌通过驶入卡口后再通过驶出卡口，用实测里程除以时间得平均速度；没有实测里程时用路网上的最短路程（摄像机不在路网旁时用直线距离），得到的是速度下限；每行写明依据。路网之外的小路可能更短。两卡口的时钟须对准（本系统按核心时钟折算，残差见边缘时钟偏差）；误读会把两辆车拼成一辆。未经检定，不能作为处罚依据，也不说明由谁驾驶。',
  },
  en: {
    title: 'Speed over a section',
    explanation:
      'A plate passed the entry camera and then the exit camera: surveyed length by time is its mean speed; without a surveyed length the shortest way along the map’s roads is taken (the straight line where a camera is off the roads), and the speed is a lower bound; each row says which. A lane that the map does not have may be shorter. The two clocks must agree (times here are by the core’s clock, as well as the edges’ offsets are known); a misreading may join two vehicles. It is not a verified measurement to fine anybody by, and does not say who drove.',
  },
  columns: [
    ...vehicleColumns,
    column('enteredMs', 'time', '驶入时间', 'Entered'),
    column('seconds', 'number', '行程时间（秒）', 'Seconds'),
    column('metres', 'number', '里程（米）', 'Metres'),
    column('by', 'text', '里程依据', 'Metres by'),
    column('kmh', 'number', '平均速度 km/h', 'Mean speed, km/h'),
  ],
  check(terms) {
    checkSpan(terms, 1);
    if (terms.fromCameraId === terms.toCameraId)
      throw new AppError('bad-request', 'fromCameraId = toCameraId');
  },
  async rows(terms, facts, distances) {
    const { fromCameraId, toCameraId, minKmh, withinMinutes, limit, fromMs, toMs } = terms;
    const distance =
      terms.metres === null
        ? await distances.least(fromCameraId, toCameraId)
        : { metres: terms.metres, by: 'surveyed' };
    if (distance === null) throw new AppError('bad-request', 'metres');
    const { metres, by } = distance;
    const cameraIds = [fromCameraId, toCameraId];
    const withinMs = withinMinutes * 60_000;
    const runs = runsOf(await facts.passagesAt({ cameraIds, fromMs, toMs }), fromCameraId, withinMs)
      .map(run => ({ ...run, kmh: kmhBetween(metres, run.ms) }))
      .filter(({ kmh }) => kmh > minKmh)
      .sort((a, b) => b.kmh - a.kmh || a.enteredMs - b.enteredMs)
      .slice(0, limit);
    const passages = byVehicle(await facts.passagesOfAll(runs, { fromMs, toMs }, cameraIds));
    return runs.map(({ plate, kind, enteredMs, ms, kmh }) =>
      row(
        {
          ...{ plate, kind, enteredMs, seconds: ms / 1000 },
          ...{ metres: Math.round(metres), by, kmh: Math.round(kmh * 10) / 10 },
        },
        (passages.get(keyOf({ plate, kind })) ?? []).filter(
          ({ passedMs }) => passedMs === enteredMs || passedMs === enteredMs + ms,
        ),
      ),
    );
  },
};

/** Passages of the exit whose vehicle's passage before, of these two cameras, was of the entry. */
function runsOf(
  passages: readonly Omit<Seen, 'id'>[],
  entryId: string,
  withinMs: number,
): { plate: string; kind: string; enteredMs: number; ms: number }[] {
  return [...byVehicle(passages).values()].flatMap(own =>
    own.slice(1).flatMap((exit, n) => {
      const entry = own[n]!;
      const ms = exit.passedMs - entry.passedMs;
      if (entry.cameraId !== entryId || exit.cameraId === entryId || ms <= 0 || ms > withinMs) return [];
      return [{ plate: exit.plate, kind: exit.kind, enteredMs: entry.passedMs, ms }];
    }),
  );
}
