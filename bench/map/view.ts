// Brings a page's map to where a wanted number of pictures is in sight.
import type { Page } from 'playwright-core';
import { facts, type MapElement, type MapFacts } from './city.ts';

const settleMs = 4000;
export const delay = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** From far out, one zoom level nearer at a time, until `enough`; throws when the nearest view has not enough. */
export async function zoomUntil(
  page: Page,
  enough: (seen: MapFacts['feeds']) => boolean,
): Promise<MapFacts['feeds']> {
  for (let level = 0; level < 10; level++) {
    const { feeds } = await facts(page);
    if (enough(feeds)) return feeds;
    await page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.zoomBy(1));
    await delay(settleMs);
  }
  throw new Error(`no view has enough pictures: ${JSON.stringify((await facts(page)).feeds)}`);
}

export async function zoomOut(page: Page): Promise<void> {
  for (let level = 0; level < 8; level++) {
    await page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.zoomBy(-1));
    await delay(400);
  }
  await delay(settleMs);
}
