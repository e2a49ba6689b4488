// What a page costs the core: its process's CPU and the bytes it sends, for the first page at a place and the second.
// Both show what a map shows that has just been opened: the middle of the city. Windows with one page and with two
// take turns, so that what else the machine does falls on both.
import type { Browser, Page } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import { type BenchResult, percentile } from '../frame.ts';
import { openMap, openPage } from './city.ts';
import { facts } from './city-map.ts';
import { type CoreWindow, coreWindow, median, windowHead, windowRow } from './core-window.ts';
import { delay, picturesShown } from './view.ts';

const settleMs = 3000;
const rounds = 3;

export async function measureViewers(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<BenchResult> {
  const window = async (page?: Page): Promise<CoreWindow> => {
    await delay(settleMs);
    return coreWindow(system, seconds, async () => (page ? (await facts(page)).feeds.receivedBytes : 0));
  };
  const none: CoreWindow[] = [];
  const one: CoreWindow[] = [];
  const two: CoreWindow[] = [];
  for (let n = 0; n < rounds; n++) none.push(await window());
  const pages: Page[] = [];
  try {
    const first = await openPage(browser, system, 'screen');
    pages.push(first);
    await openMap(first, system, cameras);
    const { tilesShown, tilesLive } = await picturesShown(first);
    const second = await openPage(browser, system, 'screen');
    pages.push(second);
    for (let n = 0; n < rounds; n++) {
      await second.goto('about:blank');
      one.push(await window(first));
      await openMap(second, system, cameras);
      await picturesShown(second);
      two.push(await window(first));
    }
    const firstCosts = median(one, 'cpu') - median(none, 'cpu');
    const more = two.map(({ cpu }, n) => cpu - one[n]!.cpu);
    return {
      figures: [
        {
          name: "core's CPU for the first page at a place",
          figure: firstCosts,
          spread: `${tilesShown} pictures, ${tilesLive} of them live`,
        },
        {
          name: "core's CPU for a picture of the first page",
          figure: (firstCosts * 10) / median(one, 'pictures'),
          spread: 'decoding it, its share of its page, and all else a page costs',
        },
        {
          name: 'second page at a place, of the first',
          figure: (percentile(more, 0.5) / firstCosts) * 100,
          spread: `median of ${rounds} neighbours; each, % of a core: ${more.map(cpu => cpu.toFixed(1)).join(' ')}`,
        },
        { name: 'bandwidth of a page', figure: median(two, 'mbits') },
      ],
      notes: [
        `map: the core's CPU in windows of ${seconds} s, ${rounds} of each; those with one page and with two took turns. What it spends without a page is taken off the first.`,
      ],
      tables: [
        {
          title: 'map, the core by pages at one place 中心服务随页面数',
          head: windowHead,
          rows: [windowRow('0', none), windowRow('1', one), windowRow('2', two)],
        },
      ],
    };
  } finally {
    for (const page of pages) await page.context().close();
  }
}
