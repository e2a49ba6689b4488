// Brings a page's map to where a wanted number of pictures is in sight.
import type { Page } from 'playwright-core';
import { facts, type MapElement, type MapFacts } from './city-map.ts';

const settleMs = 4000;
/** From where clusters are shown to where a camera fills the screen. */
export const levels = 9;
export const delay = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export async function zoomIn(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.zoomBy(1));
  await delay(settleMs);
}

/** From far out, one zoom level nearer at a time, until there are so many pictures; throws when there never are. */
export async function zoomUntilShown(page: Page, pictures: number): Promise<MapFacts['feeds']> {
  for (let level = 0; level < levels; level++) {
    const { feeds } = await facts(page);
    if (feeds.tilesShown >= pictures) return feeds;
    await zoomIn(page);
  }
  throw new Error(`no view has ${pictures} pictures: ${JSON.stringify((await facts(page)).feeds)}`);
}

export async function zoomOut(page: Page): Promise<void> {
  for (let level = 0; level < 8; level++) {
    await page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.zoomBy(-1));
    await delay(400);
  }
  await delay(settleMs);
}
