// Brings a page's map to where a wanted number of pictures is in sight.
import type { Page } from 'playwright-core';
import { facts, type MapElement, type MapFacts } from './city-map.ts';

const settleMs = 4000;
const limitMs = 60_000;
/** From where clusters are shown to where a camera fills the screen. */
export const levels = 9;
export const delay = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export async function zoomIn(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.moves.zoomBy(1));
  await delay(settleMs);
}

/** Resolves when as many pictures as there will be are in sight; throws when there never are any. */
export async function picturesShown(page: Page): Promise<MapFacts['feeds']> {
  const endMs = performance.now() + limitMs;
  for (let before = -1; ; ) {
    const { feeds } = await facts(page);
    if (feeds.tilesShown > 0 && feeds.tilesShown === before) return feeds;
    if (performance.now() > endMs) throw new Error(`pictures do not settle: ${JSON.stringify(feeds)}`);
    before = feeds.tilesShown;
    await delay(1500);
  }
}

export async function zoomOut(page: Page): Promise<void> {
  for (let level = 0; level < 8; level++) {
    await page.evaluate(() =>
      document.querySelector<MapElement>('[data-map-ready]')!.cityMap.moves.zoomBy(-1),
    );
    await delay(400);
  }
  await delay(settleMs);
}
