// The layer of cameras while the map is moved: JavaScript a frame, draw calls, how soon the map can be used. Beside it
// the same cameras as points of MapLibre's own: what a page would do that has no layer of its own.
import type { Browser, Page } from 'playwright-core';
import { demoPlaces } from '../../scripts/e2e/paper-agents.ts';
import type { System } from '../../scripts/e2e/system.ts';
import type { Figure } from '../frame.ts';
import { percentile } from '../frame.ts';
import { openMap, openPage } from './city.ts';
import type { MapElement } from './city-map.ts';
import { memoryMiB, rendererPid } from './renderer.ts';

export async function measureLayer(
  browser: Browser,
  system: System,
  cameras: number,
  seconds: number,
): Promise<{ figures: Figure[]; row: string[] }> {
  const page = await openPage(browser, system, 'screen');
  try {
    await page.addInitScript(timeFrames);
    // The first opening fills the browser's cache, as a wall's has been for weeks.
    await openMap(page, system, cameras);
    const usable = [await openMap(page, system, cameras), await openMap(page, system, cameras)];
    const usableMs = Math.min(...usable);
    const memory = memoryMiB(await rendererPid(browser));
    // In turns, so that what else the machine does meets both.
    const [ours, theirs] = [emptyRun(), emptyRun()];
    for (let turn = 0; turn < 2; turn++) {
      add(ours, await fly(page, (seconds / 2) * 1000));
      await showPoints(page, cameras);
      add(theirs, await fly(page, (seconds / 2) * 1000));
      await showPoints(page, 0);
    }
    const [p50, p95] = [0.5, 0.95].map(share => percentile(ours.layerMs, share)) as [number, number];
    const points = percentile(theirs.frameMs, 0.5) - percentile(ours.frameMs, 0.5);
    const calls = Math.max(...ours.drawCalls);
    const named = cameras.toLocaleString('en');
    const frames = `p95 ${p95.toFixed(2)}, ${ours.layerMs.length} frames; the map's own JS ${percentile(ours.frameMs, 0.5).toFixed(1)}`;
    return {
      figures: [
        {
          name: `layer's JS a frame, ${named} cameras`,
          figure: p50,
          // Below what can be told apart on a busy machine it is no baseline.
          ...(points > 0.05 ? { baseline: points } : {}),
          spread: frames,
        },
        { name: `draw calls, ${named} cameras`, figure: calls },
        {
          name: `page to usable map, ${named} cameras`,
          figure: usableMs,
          spread: usable.map(value => value.toFixed(0)).join(' '),
        },
      ],
      row: [
        named,
        p50.toFixed(2),
        p95.toFixed(2),
        points.toFixed(2),
        String(calls),
        usableMs.toFixed(0),
        memory.toFixed(0),
      ],
    };
  } finally {
    await page.context().close();
  }
}

interface Run {
  /** The layer's own account of a frame, and all JavaScript of that frame. */
  layerMs: number[];
  frameMs: number[];
  drawCalls: number[];
}

const emptyRun = (): Run => ({ layerMs: [], frameMs: [], drawCalls: [] });

function add(to: Run, more: Run): void {
  to.layerMs.push(...more.layerMs);
  to.frameMs.push(...more.frameMs);
  to.drawCalls.push(...more.drawCalls);
}

/** In the page, before its own scripts: how long the callbacks of an animation frame take. */
function timeFrames(): void {
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = then =>
    ask(now => {
      const startedMs = performance.now();
      then(now);
      window.dispatchEvent(new CustomEvent('frame-done', { detail: performance.now() - startedMs }));
    });
}

/** Moves the map about its middle. */
const fly = (page: Page, ms: number): Promise<Run> =>
  page.evaluate(async ms => {
    const map = document.querySelector<MapElement>('[data-map-ready]')!.cityMap;
    const run: { layerMs: number[]; frameMs: number[]; drawCalls: number[] } = {
      layerMs: [],
      frameMs: [],
      drawCalls: [],
    };
    let isDrawn = false;
    const off = map.on('moved', () => {
      isDrawn = true;
    });
    const done = (event: Event) => {
      if (!isDrawn) return;
      isDrawn = false;
      const { frameMs, drawCalls } = map.facts;
      run.layerMs.push(frameMs);
      run.drawCalls.push(drawCalls);
      run.frameMs.push((event as CustomEvent<number>).detail);
    };
    window.addEventListener('frame-done', done);
    const { lon, lat } = map.moves.centre;
    const endMs = performance.now() + ms;
    for (let n = 0; performance.now() < endMs; n++) {
      map.moves.flyTo({ lon: lon + 0.004 * Math.sin(n), lat: lat + 0.004 * Math.cos(n) }, false);
      await new Promise(resolve => setTimeout(resolve, 700));
    }
    map.moves.flyTo({ lon, lat }, false);
    await new Promise(resolve => setTimeout(resolve, 800));
    off();
    window.removeEventListener('frame-done', done);
    return run;
  }, ms);

/** So many cameras as MapLibre's own points, and waits until they are cut into tiles; 0 takes them away. */
async function showPoints(page: Page, count: number): Promise<void> {
  const points = demoPlaces()
    .slice(0, count)
    .map(({ lon, lat }) => [lon, lat]);
  await page.evaluate(points => {
    const features = points.map(coordinates => ({
      type: 'Feature',
      properties: { colour: '#4fd6a0' },
      geometry: { type: 'Point', coordinates },
    }));
    const map = document.querySelector<MapElement>('[data-map-ready]')!.cityMap;
    map.showShape('bench-points', points.length > 0 ? { type: 'FeatureCollection', features } : null);
  }, points);
  await new Promise(resolve => setTimeout(resolve, 1500));
}
