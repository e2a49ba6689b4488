// npm run bench -- map [--seconds 10] [--cameras 1000,10000,100000] [--only layer,pictures,dense,viewers,sockets]
// npm run bench -- map --only soak [--minutes 10]
//
// The real page in Chromium, the real core, cameras on paper (paper-city.ts). Rendering is by SwiftShader: its
// process, which is always saturated, is left out; the renderer's is what is told of.
import { parseArgs } from 'node:util';
import { launchChromium } from '../../scripts/e2e/browser.ts';
import type { BenchResult } from '../frame.ts';
import { startPaperCity } from './city.ts';
import { measureDense } from './dense.ts';
import { measureLayer } from './layer.ts';
import { measurePictures, plainHostRule } from './pictures.ts';
import { measureSoak } from './soak.ts';
import { measureSockets } from './sockets.ts';
import { measureViewers } from './viewers.ts';

const parts = ['layer', 'pictures', 'dense', 'viewers', 'sockets', 'soak'] as const;
/** Ten minutes are taken by whoever asks for them. */
const byDefault = parts.filter(part => part !== 'soak');

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      cameras: { type: 'string', default: '1000,10000,100000' },
      only: { type: 'string', default: byDefault.join(',') },
      minutes: { type: 'string', default: '10' },
    },
  });
  const only = values.only.split(',');
  const unknown = only.find(name => !parts.some(part => part === name));
  if (unknown) throw new Error(`--only takes ${parts.join(', ')}; not "${unknown}"`);
  const seconds = Number(values.seconds);
  const counts = values.cameras.split(',').map(Number);
  const city = await startPaperCity();
  const browser = await launchChromium({ args: [plainHostRule] });
  const result = {
    figures: [] as BenchResult['figures'][number][],
    notes: [
      'map: rendering by SwiftShader on the processor; the frames a graphics card would draw are not told of.',
      "map: baseline of the layer: what the same cameras add to a frame's JavaScript as a circle layer of MapLibre's own; without one, the difference drowned in the noise.",
    ],
    tables: [] as NonNullable<BenchResult['tables']>[number][],
  };
  const take = ({ figures, notes, tables }: BenchResult) => {
    result.figures.push(...figures);
    result.notes.push(...notes);
    result.tables.push(...(tables ?? []));
  };
  try {
    // The pictures are measured among 10,000 cameras, or among all there are.
    const amid = counts.find(count => count >= 10_000) ?? Math.max(...counts);
    const rows: string[][] = [];
    const most = Math.max(...counts);
    const wanted = counts.filter(
      count => only.includes('layer') || count === amid || (only.includes('dense') && count === most),
    );
    for (const count of wanted.sort((a, b) => a - b)) {
      await city.grow(count);
      if (only.includes('layer')) {
        process.stderr.write(`map: layer, ${count} cameras …\n`);
        const { figures, row } = await measureLayer(browser, city.system, count, seconds);
        result.figures.push(...figures);
        rows.push(row);
      }
      if (only.includes('dense') && count === most)
        take(await measureDense(browser, city.system, count, seconds));
      if (count !== amid) continue;
      if (only.includes('pictures')) take(await measurePictures(browser, city.system, count, seconds));
      if (only.includes('sockets')) take(await measureSockets(city.system, seconds));
      if (only.includes('viewers')) take(await measureViewers(browser, city.system, count, seconds));
      if (only.includes('soak')) take(await measureSoak(browser, city.system, count, Number(values.minutes)));
    }
    if (rows.length > 0)
      result.tables.push({
        title: 'map, the layer by the number of cameras 图层随摄像机数',
        head: [
          'cameras',
          'JS a frame p50, ms',
          'p95, ms',
          "MapLibre's points, ms",
          'draw calls',
          'usable after, ms',
          'renderer, MiB',
        ],
        rows,
      });
    return result;
  } finally {
    await browser.close();
    await city.close();
  }
}
