// What is saved, as a table: an analysis as its own, a search and a track passage by passage.
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { plateKindCode } from '@brightwall/protocol/plate';
import type { SavedContent } from '@brightwall/protocol/saved';
import type { Track } from '@brightwall/protocol/track';
import { chinaTime, csvOf, tableOf } from '../analysis/csv.ts';

const passageHead = [
  ...['时刻 Time', '号牌号码 Plate', '号牌种类 Kind of plate', '号牌颜色 Colour of plate'],
  ...['摄像机 Camera', '方向 Direction', '置信度 Confidence'],
];
const idHead = '过车记录 Passage';

export function savedTable(content: SavedContent): string {
  switch (content.kind) {
    case 'analysis':
      return csvOf(content.columns, content.result);
    case 'search':
      return tableOf([
        [...passageHead, '可能性 Likelihood', idHead],
        ...content.found.map(({ passage, likelihood }) => [
          ...cellsOf(passage),
          likelihood.toPrecision(3),
          passage.id,
        ]),
      ]);
    case 'track':
      return tableOf([
        [...passageHead, '行程 Trip', '沿路（米）By road, m', '至少 km/h At least', idHead],
        ...trackRows(content.track),
      ]);
  }
}

/** Each passage with the way that led to it from the one before. */
function trackRows({ passages, trips }: Track): string[][] {
  return trips.flatMap(({ first, legs }, n) =>
    [null, ...legs].map((leg, at) => {
      const passage = passages[first + at]!;
      const way = [leg?.metres, leg?.atLeastKmh].map(value =>
        value == null ? '' : String(Math.round(value)),
      );
      return [...cellsOf(passage), String(n + 1), ...way, passage.id];
    }),
  );
}

function cellsOf(passage: Passage): string[] {
  const { reading, kind, colour, cameraId, direction } = passage;
  return [
    ...[chinaTime(passedByCoreMs(passage)), reading?.text ?? '', plateKindCode[kind] ?? kind, colour],
    ...[cameraId, direction, reading?.confidence?.toFixed(2) ?? ''],
  ];
}
