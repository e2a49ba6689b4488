// Thumbnails and live streams as a page decodes them: how many a second, at what CPU of its renderer.
import type { Browser, Page } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import type { BenchResult } from '../frame.ts';
import { facts, openMap, openPage } from './city.ts';
import { cpuShare, memoryMiB, rendererPid } from './renderer.ts';
import { delay, levels, zoomIn, zoomOut } from './view.ts';

/** Units a paper camera sends a second. */
const feedFps = 10;

export async function measurePictures(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<BenchResult> {
  const page = await openPage(browser, system, 'wall');
  try {
    await openMap(page, system, cameras);
    const pid = await rendererPid(browser);
    await zoomOut(page);
    const idle = await cpuShare(pid, () => delay(seconds * 1000));
    const views: (Window & { own: number; memory: number })[] = [];
    for (let level = 0; level < levels; level++) {
      await zoomIn(page);
      const seen = await window(page, pid, seconds);
      if (seen.shown > 0) views.push({ ...seen, own: seen.cpu - idle, memory: memoryMiB(pid) });
    }
    const most = (key: 'live' | 'thumbnailsPerS', of: typeof views) =>
      of.reduce((best, view) => (view[key] > best[key] ? view : best));
    const still = views.filter(view => view.live === 0);
    const thumbnails = most('thumbnailsPerS', still.length > 0 ? still : views);
    const live = most('live', views);
    const rows = views.map(view => [
      String(view.shown),
      String(view.live),
      view.thumbnailsPerS.toFixed(0),
      view.livePerS.toFixed(0),
      view.droppedPerS.toFixed(0),
      view.own.toFixed(1),
      view.memory.toFixed(0),
    ]);
    const offered = live.live * feedFps;
    return {
      figures: [
        {
          name: 'CPU of 1,000 thumbnails a second',
          figure: (thumbnails.own / thumbnails.thumbnailsPerS) * 1000,
          spread: `${thumbnails.thumbnailsPerS.toFixed(0)} a second of ${thumbnails.shown} cameras at ${thumbnails.own.toFixed(1)} % of a core`,
        },
        { name: 'thumbnails decoded', figure: thumbnails.thumbnailsPerS },
        {
          name: 'CPU of 64 live streams',
          figure: (live.own / live.live) * 64,
          spread: `${live.live} streams at ${live.own.toFixed(1)} % of a core, ${live.shown} pictures in all`,
        },
        {
          name: 'live frames decoded or told as dropped',
          figure: ((live.livePerS + live.droppedPerS) / offered) * 100,
          spread: `${live.livePerS.toFixed(0)} + ${live.droppedPerS.toFixed(0)} of ${offered} a second`,
        },
        {
          name: 'renderer memory with pictures',
          figure: Math.max(...views.map(view => view.memory)),
        },
      ],
      notes: [
        `map: pictures on a page of 9600×5400 CSS pixels drawn at a fifth of that, ${cameras.toLocaleString('en')} cameras; the same map without a picture in sight took ${idle.toFixed(0)} % of a core in the renderer, which is taken off. Thumbnails once a second, live 320×180 at ${feedFps} a second.`,
      ],
      tables: [
        {
          title: 'map, pictures by zoom level 各级缩放的图片',
          head: [
            'shown',
            'live',
            'thumbnails/s',
            'live frames/s',
            'dropped/s',
            'CPU, % of a core',
            'renderer, MiB',
          ],
          rows,
        },
      ],
    };
  } finally {
    await page.context().close();
  }
}

interface Window {
  readonly cpu: number;
  readonly shown: number;
  readonly live: number;
  readonly thumbnailsPerS: number;
  readonly livePerS: number;
  readonly droppedPerS: number;
}

async function window(page: Page, pid: number, seconds: number): Promise<Window> {
  const before = (await facts(page)).feeds;
  const cpu = await cpuShare(pid, () => delay(seconds * 1000));
  const after = (await facts(page)).feeds;
  return {
    cpu,
    shown: after.tilesShown,
    live: after.tilesLive,
    thumbnailsPerS: (after.thumbnailsDecoded - before.thumbnailsDecoded) / seconds,
    livePerS: (after.liveDecoded - before.liveDecoded) / seconds,
    droppedPerS: (after.dropped - before.dropped) / seconds,
  };
}
