// What a view's pictures cost a page: its renderer's CPU with them, less what the same view costs whose pictures rest,
// drawn as often. The map is drawn anew for every new picture, and an idle one is not drawn at all.
import type { Page } from 'playwright-core';
import { facts, type MapElement } from './city-map.ts';
import { cpuShare, memoryMiB } from './renderer.ts';
import { delay } from './view.ts';

export interface Load {
  /** CPU of the pictures, and of drawing the map as often without new ones; % of a core. */
  readonly own: number;
  readonly map: number;
  readonly framesPerS: number;
  readonly shown: number;
  readonly live: number;
  readonly pagesPerS: number;
  readonly thumbnailsPerS: number;
  readonly receivedPerS: number;
  readonly decodedPerS: number;
  readonly droppedPerS: number;
  readonly memoryMiB: number;
}

export async function measureLoad(page: Page, pid: number, seconds: number): Promise<Load> {
  const ms = seconds * 1000;
  const before = (await facts(page)).feeds;
  let frames = 0;
  const startMs = performance.now();
  const cpu = await cpuShare(pid, async () => {
    frames = await countFrames(page, ms);
  });
  const after = (await facts(page)).feeds;
  const tookS = (performance.now() - startMs) / 1000;
  const memory = memoryMiB(pid);
  const framesPerS = frames / tookS;
  await rest(page, true);
  await delay(1500);
  let restFrames = 0;
  const restCpu = await cpuShare(pid, async () => {
    restFrames = await drawAtRest(page, ms, framesPerS);
  });
  await rest(page, false);
  // A busy machine may have drawn fewer: the map's part is by the frame.
  const map = restFrames > 0 ? (restCpu * frames) / restFrames : restCpu;
  const perS = (key: keyof typeof after) => (after[key] - before[key]) / tookS;
  return {
    own: cpu - map,
    map,
    framesPerS,
    shown: after.tilesShown,
    live: after.tilesLive,
    pagesPerS: perS('pagesDecoded'),
    thumbnailsPerS: perS('thumbnailsDecoded'),
    receivedPerS: perS('liveReceived'),
    decodedPerS: perS('liveDecoded'),
    droppedPerS: perS('liveDropped'),
    memoryMiB: memory,
  };
}

const countFrames = (page: Page, ms: number): Promise<number> =>
  page.evaluate(async ms => {
    let frames = 0;
    const off = document.querySelector<MapElement>('[data-map-ready]')!.cityMap.on('moved', () => {
      frames += 1;
    });
    await new Promise(resolve => setTimeout(resolve, ms));
    off();
    return frames;
  }, ms);

/** Frames drawn, asked for at an even pace. */
const drawAtRest = (page: Page, ms: number, perS: number): Promise<number> =>
  page.evaluate(
    async ({ ms, perS }) => {
      const map = document.querySelector<MapElement>('[data-map-ready]')!.cityMap;
      let frames = 0;
      const off = map.on('moved', () => {
        frames += 1;
      });
      const timer = setInterval(() => map.redraw(), 1000 / Math.max(0.1, perS));
      await new Promise(resolve => setTimeout(resolve, ms));
      clearInterval(timer);
      off();
      return frames;
    },
    { ms, perS },
  );

/** As a page in the background does, its pictures rest: it asks for none. It goes on drawing when asked to. */
const rest = (page: Page, on: boolean): Promise<void> =>
  page.evaluate(on => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => on });
    document.dispatchEvent(new Event('visibilitychange'));
  }, on);
