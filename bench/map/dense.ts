// A page among so many cameras that it is filled: as many thumbnails, and as many live streams, as it may ask for.
import type { Browser } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import type { BenchResult } from '../frame.ts';
import { loadHead, loadRow, measureViews } from './pictures.ts';

/** Zoom levels from where the map opens: thumbnails as small as they get, streams as small as they get. */
const views = [-0.6, 0.75] as const;

export async function measureDense(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<BenchResult> {
  const loads = await measureViews(browser, system, cameras, seconds, views, true);
  const [still, moving] = [loads[0]!, loads[1]!];
  const told = ((moving.decodedPerS + moving.droppedPerS) / moving.receivedPerS) * 100;
  return {
    figures: [
      {
        name: 'thumbnails at once, filled page',
        figure: still.shown,
        spread: `${still.thumbnailsPerS.toFixed(0)} new ones a second, ${(still.thumbnailsPerS / still.pagesPerS).toFixed(1)} on a page, ${still.own.toFixed(1)} % of a core`,
      },
      {
        name: 'live streams at once, filled page',
        figure: moving.live,
        spread: `${moving.own.toFixed(1)} % of a core`,
      },
      {
        name: 'live frames decoded or told as dropped, filled page',
        figure: told,
        spread: `${moving.decodedPerS.toFixed(0)} + ${moving.droppedPerS.toFixed(0)} of ${moving.receivedPerS.toFixed(0)} received a second`,
      },
    ],
    notes: [
      `map: filled page: 2160×3840 CSS pixels, seen straight down, among ${cameras.toLocaleString('en')} cameras, measured as the pictures are.`,
    ],
    tables: [
      {
        title: 'map, a filled page 摆满画面的页面',
        head: loadHead,
        rows: loads.map((load, n) => loadRow(n === 0 ? 'thumbnails' : 'live', load)),
      },
    ],
  };
}
