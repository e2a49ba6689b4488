// From the user's double click on a camera to its poster and to its first live frame, on a tile of the
// nine-tile wall in a real browser.
import type { Browser, Page } from 'playwright-core';
import { launchChromium, newPage } from '../../scripts/e2e/browser.ts';
import { cameras, signIn } from '../../scripts/e2e/session.ts';
import { type System, startSystem } from '../../scripts/e2e/system.ts';
import { type Layout, openCamera, presetWall, treeRow } from '../../scripts/e2e/wall.ts';
import type { BenchResult } from '../frame.ts';
import { percentile } from '../frame.ts';
import type { MediaOptions } from './options.ts';
import { delay } from './wait.ts';
import { addTileWatch, type TileTimes } from './watch-tile.ts';

const CAMERAS = 16;
/** The core lets a stream go 5 s after its last viewer left; a camera rests longer than that between two turns. */
const REST_MS = 8_000;

export async function measureFirstFrame({ repetitions }: MediaOptions): Promise<BenchResult> {
  const system = await startSystem(['--cameras', `${CAMERAS}`]);
  const browser = await launchChromium();
  try {
    const nine = await series(browser, system, 9, repetitions);
    const one = await series(browser, system, 1, Math.ceil(repetitions / 2));
    return told(nine, one);
  } finally {
    await browser.close();
    await system.close();
  }
}

/** Cameras one after the other on a wall of so many tiles, in a page of its own. */
async function series(
  browser: Browser,
  system: System,
  layout: Layout,
  repetitions: number,
): Promise<TileTimes[]> {
  const page = await newPage(browser, { viewport: { width: 1920, height: 1080 } });
  await presetWall(page, system.firstRun.username, layout);
  await addTileWatch(page);
  await signIn(page, system);
  const ids = await h264WithPoster(page, system);
  const times: TileTimes[] = [];
  const restedMs = new Map<string, number>();
  for (let i = 0; i < repetitions; i++) {
    const id = ids[i % ids.length]!;
    await delay(Math.max(0, (restedMs.get(id) ?? 0) + REST_MS - performance.now()));
    times.push(await once(page, id));
    restedMs.set(id, performance.now());
  }
  await page.context().close();
  return times;
}

/** One camera on an empty tile, and off again. */
async function once(page: Page, id: string): Promise<TileTimes> {
  // Someone who double-clicks has moved the pointer there; the wall may use that to fetch ahead.
  await treeRow(page, id).hover();
  const watched = page.evaluate(cameraId => window.watchTile(cameraId), id);
  await openCamera(page, id);
  const times = await watched;
  await page.keyboard.press('Delete');
  await page.locator(`[data-camera-id="${id}"][data-state]`).waitFor({ state: 'detached' });
  await page.mouse.move(0, 0);
  return times;
}

/** H.264 cameras that are live and have a thumbnail, as every camera has that runs for some seconds. */
async function h264WithPoster(page: Page, system: System): Promise<string[]> {
  const names = new Set(system.simulator?.cameras.filter(c => c.codec === 'h264').map(c => c.name));
  for (let tries = 0; tries < 240; tries++) {
    const ready = (await cameras(page, system)).filter(
      camera => names.has(camera.name) && camera.state.kind === 'live' && camera.thumbnailMs !== null,
    );
    if (ready.length === names.size) return ready.map(camera => camera.id);
    await delay(250);
  }
  throw new Error('not every camera is live with a thumbnail within 60 s');
}

function told(times: readonly TileTimes[], one: readonly TileTimes[]): BenchResult {
  const posters = times.map(t => t.posterMs).filter(ms => ms !== null);
  const lives = times.map(t => t.liveMs);
  const spread = (samples: readonly number[]) =>
    `min ${Math.min(...samples).toFixed(0)} p50 ${percentile(samples, 0.5).toFixed(0)} max ${Math.max(...samples).toFixed(0)}, n=${samples.length}`;
  const paths = (all: readonly TileTimes[]) =>
    [...new Set(all.map(t => `${t.profile} stream by ${t.transport}`))].join(', ');
  const onOne = one.map(t => t.liveMs);
  return {
    figures: [
      { name: 'poster p95', figure: percentile(posters, 0.95), spread: spread(posters) },
      { name: 'first live frame p50', figure: percentile(lives, 0.5), spread: spread(lives) },
      { name: 'first live frame p95', figure: percentile(lives, 0.95), spread: spread(lives) },
    ],
    notes: [
      `first frame: ${times.length} double clicks on H.264 cameras of a 2 s GOP, one at a time on an otherwise empty nine-tile wall (${paths(times)}, which the agent reads for thumbnails anyway); the core had let each camera's stream go before its turn. Times run inside the page from the input event to the paint.`,
      `first frame: the same on a one-tile wall (${paths(one)}, which nobody read before): first live frame p95 ${percentile(onOne, 0.95).toFixed(0)} ms (${spread(onOne)}).`,
      ...(posters.length < times.length
        ? [
            `first frame: ${times.length - posters.length} times live frames came before any poster was painted.`,
          ]
        : []),
    ],
  };
}
