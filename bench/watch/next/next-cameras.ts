// Where a vehicle is read next, against two cities in which it is known: all that the core goes by, the roads alone, and
// where others went next alone (a Markov chain of the first order), in the same run.
import type { BenchResult, Figure, Table } from '../../frame.ts';
import { demoRoadsCity } from './demo-city.ts';
import { hitRates, type Knows } from './hit-rates.ts';
import { squareCity } from './square-city.ts';

const questions = 2000;
const amounts = [0, 20, 200, 2000];

export function nextCameras(seed: number): BenchResult {
  const figures: Figure[] = [];
  const tables: Table[] = [];
  const cities = [squareCity(seed, 300_000), demoRoadsCity(seed, { trips: 6000, days: 3 })];
  for (const city of cities) {
    const rates = (knows: Knows, learnt: number) => hitRates(city, { questions, learnt, knows, seed });
    const [all, last] = [rates('all', 2000), rates('last', 2000)];
    for (const [name, of] of [
      ['first', 'top1'],
      ['among three', 'top3'],
    ] as const)
      figures.push({
        name: `next camera ${name}, ${city.name}`,
        figure: all[of],
        baseline: last[of],
        spread: `n=${all.asked}`,
      });
    const percent = (share: number) => `${share.toFixed(1)} %`;
    tables.push(
      {
        title: `next cameras by how much is known, ${city.name} 下一卡口命中率`,
        head: ['passages known of a camera', 'first', 'among three', 'first, first order', 'among three'],
        rows: amounts.map(learnt => {
          const [ours, order] = [rates(learnt === 0 ? 'roads' : 'all', learnt), rates('last', learnt)];
          return [
            ...[
              learnt === 0 ? '0, by the roads alone' : String(learnt),
              percent(ours.top1),
              percent(ours.top3),
            ],
            ...(learnt === 0 ? ['–', '–'] : [percent(order.top1), percent(order.top3)]),
          ];
        }),
      },
      {
        title: `what is told of the first camera, and how often it is the one, ${city.name} 概率校准`,
        head: ['told', 'came true', 'passages'],
        rows: all.calibration.map(([told, cameTrue, count]) => [
          percent(told),
          percent(cameTrue),
          String(count),
        ]),
      },
    );
  }
  const notes = [
    `next cameras: seed ${seed}, ${questions} passages of the last quarter, of those read again within 30 min; baseline: a Markov chain of the first order without roads`,
    ...cities.map(
      ({ name, cameras, seen }) =>
        `next cameras, ${name}: ${cameras.length} cameras, ${seen.length} passages`,
    ),
  ];
  return { figures, notes, tables };
}
