// The layer of cameras while the map is moved: JavaScript a frame, draw calls, how soon the map can be used.
import type { Browser } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import type { Figure } from '../frame.ts';
import { percentile } from '../frame.ts';
import { type MapElement, openMap, openPage } from './city.ts';
import { memoryMiB, rendererPid } from './renderer.ts';

export async function measureLayer(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<{ figures: Figure[]; row: string[] }> {
  const page = await openPage(browser, system, 'screen');
  try {
    // The first opening fills the browser's cache, as a wall's has been for weeks.
    await openMap(page, system, cameras);
    const usable = [await openMap(page, system, cameras), await openMap(page, system, cameras)];
    const usableMs = Math.min(...usable);
    const frames = await page.evaluate(async ms => {
      const map = document.querySelector<MapElement>('[data-map-ready]')!.cityMap;
      const seen: { frameMs: number; drawCalls: number }[] = [];
      const off = map.on('moved', () => {
        const { frameMs, drawCalls } = map.facts;
        seen.push({ frameMs, drawCalls });
      });
      const endMs = performance.now() + ms;
      for (let n = 0; performance.now() < endMs; n++) {
        map.flyTo({ lon: 120.15 + 0.004 * Math.sin(n), lat: 30.28 + 0.004 * Math.cos(n) }, false);
        await new Promise(resolve => setTimeout(resolve, 700));
      }
      off();
      return seen;
    }, seconds * 1000);
    const ms = frames.map(({ frameMs }) => frameMs);
    const calls = Math.max(...frames.map(({ drawCalls }) => drawCalls));
    const memory = memoryMiB(await rendererPid(browser));
    const named = cameras.toLocaleString('en');
    const spread = `p95 ${percentile(ms, 0.95).toFixed(2)}, ${frames.length} frames`;
    return {
      figures: [
        { name: `layer's JS a frame, ${named} cameras`, figure: percentile(ms, 0.5), spread },
        { name: `draw calls, ${named} cameras`, figure: calls },
        {
          name: `page to usable map, ${named} cameras`,
          figure: usableMs,
          spread: usable.map(value => value.toFixed(0)).join(' '),
        },
      ],
      row: [
        named,
        percentile(ms, 0.5).toFixed(2),
        percentile(ms, 0.95).toFixed(2),
        String(calls),
        usableMs.toFixed(0),
        memory.toFixed(0),
      ],
    };
  } finally {
    await page.context().close();
  }
}
