// Thumbnails and live streams as a page decodes them: how many a second, at what CPU of its renderer; and the same by
// the browser's plain way (createImageBitmap, <video>), which is what the page does on plain HTTP.
import type { Browser, Page } from 'playwright-core';
import type { System } from '../../scripts/e2e/system.ts';
import type { BenchResult } from '../frame.ts';
import { openMap, openPage } from './city.ts';
import { facts, type MapElement } from './city-map.ts';
import { type Load, measureLoad } from './load.ts';
import { rendererPid } from './renderer.ts';
import { delay } from './view.ts';

/** A name that is this machine's and that a browser gives no decoders to over HTTP. */
export const plainHost = 'plain.test';
export const plainHostRule = `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`;

/** Zoom levels from where the map opens: most thumbnails and few streams, both, most streams. */
const views = [-0.6, 0.2, 0.7] as const;
const settleMs = 5000;

export async function measurePictures(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<BenchResult> {
  const loads = await measureViews(browser, system, cameras, seconds, views);
  const plainUrl = new URL(system.url);
  plainUrl.hostname = plainHost;
  const plain = await measureViews(browser, { ...system, url: plainUrl.origin }, cameras, seconds, [
    views[0],
    views[2],
  ]);
  const stills = (of: Load[]) => of[0] as Load;
  const moving = (of: Load[]) => of.at(-1) as Load;
  const perThousand = ({ own, thumbnailsPerS }: Load) => (own / thumbnailsPerS) * 1000;
  const per64 = ({ own, live }: Load) => (own / live) * 64;
  const [still, live] = [stills(loads), moving(loads)];
  const fullest = loads.reduce((a, b) => (b.memoryMiB > a.memoryMiB ? b : a));
  const perPage = still.thumbnailsPerS / still.pagesPerS;
  return {
    figures: [
      {
        name: 'CPU of 1,000 thumbnails a second',
        figure: perThousand(still),
        baseline: perThousand(stills(plain)),
        spread: `${still.thumbnailsPerS.toFixed(0)} a second at ${still.own.toFixed(1)} % of a core, ${perPage.toFixed(1)} new ones on a page; the map's ${still.framesPerS.toFixed(1)} frames a second apart, ${still.map.toFixed(1)} %`,
      },
      { name: 'thumbnails decoded', figure: still.thumbnailsPerS },
      {
        name: 'CPU of 64 live streams',
        figure: per64(live),
        baseline: per64(moving(plain)),
        spread: `${live.live} streams at ${live.own.toFixed(1)} % of a core, the map's ${live.map.toFixed(1)} % apart; plain: ${moving(plain).live} in <video>`,
      },
      {
        name: 'live frames decoded or told as dropped',
        figure: ((live.decodedPerS + live.droppedPerS) / live.receivedPerS) * 100,
        spread: `${live.decodedPerS.toFixed(0)} + ${live.droppedPerS.toFixed(0)} of ${live.receivedPerS.toFixed(0)} received a second, ${live.live} streams`,
      },
      {
        name: 'renderer memory with pictures',
        figure: fullest.memoryMiB * 1.048576,
        spread: `with ${fullest.shown} pictures, ${fullest.live} of them live`,
      },
    ],
    notes: [
      `map: pictures on a page of 2160×3840 CSS pixels drawn at half of that, ${cameras.toLocaleString('en')} cameras. A thumbnail is counted when it is new. CPU is the renderer's, less that of the same map drawn as often with its pictures at rest. The page is told of eight cores, so that its budget is that of a desk. Thumbnails once a second; live 320×180, ten a second where the machine keeps up: frames are counted as received.`,
      `map: baseline of pictures: the same page over plain HTTP (createImageBitmap; at most 16 streams in <video>, taken four times).`,
    ],
    tables: [
      {
        title: 'map, pictures by view 各视野的图片',
        head: loadHead,
        rows: [
          ...loads.map((load, n) => loadRow(`WebCodecs ${n + 1}`, load)),
          ...plain.map((load, n) => loadRow(`plain ${n === 0 ? 1 : 3}`, load)),
        ],
      },
    ],
  };
}

export async function measureViews(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
  zooms: readonly number[],
  isStraightDown = false,
): Promise<Load[]> {
  const page = await openPage(browser, system, 'upright');
  try {
    await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 8 }));
    await openMap(page, system, cameras);
    if (isStraightDown) await lookStraightDown(page);
    const pid = await rendererPid(browser);
    const loads: Load[] = [];
    let zoomed = 0;
    for (const zoom of zooms) {
      await page.evaluate(
        levels => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.moves.zoomBy(levels),
        zoom - zoomed,
      );
      zoomed = zoom;
      await settled(page);
      loads.push(await measureLoad(page, pid, seconds));
    }
    return loads;
  } finally {
    await page.context().close();
  }
}

async function lookStraightDown(page: Page): Promise<void> {
  // North up first, then down.
  for (let turns = 0; turns < 2; turns++) {
    await page.evaluate(() =>
      document.querySelector<MapElement>('[data-map-ready]')!.cityMap.moves.northUp(),
    );
    await delay(2000);
  }
}

/** Until no more pictures came twice in a row: a processor that draws the city is slow to draw it again. */
async function settled(page: Page): Promise<void> {
  let [shown, still] = [-1, 0];
  for (let tries = 0; tries < 15 && still < 2; tries++) {
    await delay(settleMs);
    const { tilesShown, tilesLive } = (await facts(page)).feeds;
    still = tilesShown + tilesLive <= shown * 1.05 ? still + 1 : 0;
    shown = Math.max(shown, tilesShown + tilesLive);
  }
}

export const loadHead = [
  'view',
  'shown',
  'live',
  'thumbnails/s',
  'pages/s',
  'frames received/s',
  'decoded/s',
  'dropped/s',
  'map frames/s',
  'CPU of pictures, %',
  'CPU of the map, %',
  'renderer, MiB',
];

export const loadRow = (name: string, load: Load): string[] => [
  name,
  String(load.shown),
  String(load.live),
  load.thumbnailsPerS.toFixed(0),
  load.pagesPerS.toFixed(1),
  load.receivedPerS.toFixed(0),
  load.decodedPerS.toFixed(0),
  load.droppedPerS.toFixed(0),
  load.framesPerS.toFixed(1),
  load.own.toFixed(1),
  load.map.toFixed(1),
  load.memoryMiB.toFixed(0),
];
