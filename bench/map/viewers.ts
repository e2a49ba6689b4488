// What a page costs the core: its process's CPU and the bytes it sends, for the first page at a place and the second.
import type { Browser, Page } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import type { BenchResult } from '../frame.ts';
import { openMap, openPage } from './city.ts';
import { facts } from './city-map.ts';
import { cpuShare } from './renderer.ts';
import { delay, zoomOut, zoomUntilShown } from './view.ts';

const settleMs = 5000;

export async function measureViewers(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<BenchResult> {
  const core = system.pids.core;
  const pages: Page[] = [];
  const costs: number[] = [];
  const bytes: number[] = [];
  const measure = async () => {
    await delay(settleMs);
    const before = await Promise.all(pages.map(async page => (await facts(page)).feeds.receivedBytes));
    costs.push(await cpuShare(core, () => delay(seconds * 1000)));
    const after = await Promise.all(pages.map(async page => (await facts(page)).feeds.receivedBytes));
    bytes.push(...after.map((now, n) => ((now - before[n]!) * 8) / seconds / 1e6).slice(-1));
  };
  try {
    await measure();
    for (let n = 0; n < 2; n++) {
      const page = await openPage(browser, system, 'screen');
      pages.push(page);
      await openMap(page, system, cameras);
      await zoomOut(page);
      await zoomUntilShown(page, 20);
      await measure();
    }
    const [none = 0, one = 0, two = 0] = costs;
    const spread = `core ${none.toFixed(1)}, ${one.toFixed(1)}, ${two.toFixed(1)} % of a core with no, one and two pages`;
    return {
      figures: [
        { name: "core's CPU for the first page at a place", figure: one - none, spread },
        { name: 'second page at a place, of the first', figure: ((two - one) / (one - none)) * 100, spread },
        { name: 'bandwidth of a page', figure: bytes.at(-1) ?? Number.NaN },
      ],
      notes: [],
    };
  } finally {
    for (const page of pages) await page.context().close();
  }
}
