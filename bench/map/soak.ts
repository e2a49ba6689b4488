// A page of the map for many minutes, panning and zooming over cameras with pictures: what grows.
import type { Browser } from 'playwright-core';
import { newPage } from '../../scripts/e2e/browser.ts';
import { Soak, type Stock } from '../../scripts/e2e/map-soak.ts';
import { demoPlaces } from '../../scripts/e2e/paper-agents.ts';
import { signIn } from '../../scripts/e2e/session.ts';
import type { System } from '../../scripts/e2e/system.ts';
import type { BenchResult } from '../frame.ts';
import { memoryMiB, rendererPid } from './renderer.ts';

/** Every place has been seen by then, and all that is kept of places is there. */
const settledMinutes = 2;
const stops = 5;

interface Minute extends Stock {
  readonly minute: number;
  readonly walks: number;
  readonly rendererMiB: number;
}

export async function measureSoak(
  browser: Browser,
  system: System,
  cameras: number,
  minutes: number,
): Promise<BenchResult> {
  const page = await newPage(browser, { viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(120_000);
  try {
    const soak = await Soak.of(page);
    await signIn(page, system, '#/map3d');
    await page.locator(`[data-map-ready="true"][data-cameras-drawn="${cameras}"]`).waitFor();
    const pid = await rendererPid(browser);
    const places = demoPlaces().slice(0, cameras);
    const around = Array.from({ length: stops }, (_, n) => places[Math.floor((n * places.length) / stops)]!);
    const seen: Minute[] = [];
    const startMs = performance.now();
    for (let walks = 1; (seen.at(-1)?.minute ?? 0) < minutes; walks++) {
      await soak.walk([around[walks % stops]!]);
      const passed = Math.floor((performance.now() - startMs) / 60_000);
      if (passed <= (seen.at(-1)?.minute ?? 0)) continue;
      const stock = await soak.takeStock();
      seen.push({ ...stock, minute: passed, walks, rendererMiB: memoryMiB(pid) });
      process.stderr.write(`map: soak, minute ${passed}, ${mib(stock.heapBytes)} MiB of heap …\n`);
    }
    return result(seen, cameras);
  } finally {
    await page.context().close();
  }
}

function result(seen: readonly Minute[], cameras: number): BenchResult {
  const settled = seen.filter(({ minute }) => minute >= settledMinutes);
  const [first, last] = [settled[0], settled.at(-1)];
  if (!first || !last || settled.length < 2)
    throw new Error(`a soak takes ${settledMinutes + 1} minutes at least`);
  const growth = (name: string, of: (minute: Minute) => number) => ({
    name: `soak: growth of ${name}`,
    figure: (of(last) / of(first) - 1) * 100,
    spread: `${of(first).toFixed(0)} to ${of(last).toFixed(0)}`,
  });
  const most = (of: (minute: Minute) => number) => Math.max(...seen.map(of));
  const perMinute = slope(settled.map(({ minute, heapBytes }) => [minute, heapBytes]));
  const grown = (perMinute * (last.minute - first.minute)) / first.heapBytes;
  return {
    figures: [
      {
        name: 'soak: growth of the heap',
        figure: grown * 100,
        spread: `${mib(perMinute)} MiB a minute from minute ${first.minute} to ${last.minute}, by the line of least squares`,
      },
      growth('textures', ({ gl }) => gl.textures),
      growth('buffers', ({ gl }) => gl.buffers),
      growth('DOM nodes', ({ domNodes }) => domNodes),
      growth('listeners', ({ listeners }) => listeners),
      growth('the renderer', one => one.rendererMiB),
      { name: "soak: pictures' textures", figure: most(one => one.pictureTextureBytes) / 2 ** 20 },
      { name: 'soak: sockets', figure: most(({ sockets }) => sockets) },
      { name: 'soak: decoders', figure: most(({ decoders }) => decoders) },
    ],
    notes: [
      `map: soak among ${cameras.toLocaleString('en')} cameras, ${last.walks} walks to ${stops} places and home; growth is from minute ${first.minute} to ${last.minute}, after a collection of garbage.`,
    ],
    tables: [
      {
        title: 'map, a soak by the minute 长时间平移缩放',
        head: [
          'minute',
          'walks',
          'heap, MiB',
          'renderer, MiB',
          'textures',
          'buffers',
          "pictures' textures",
          'MiB of them',
          'sockets',
          'decoders',
          'DOM nodes',
          'listeners',
        ],
        rows: seen.map(one => [
          String(one.minute),
          String(one.walks),
          mib(one.heapBytes),
          one.rendererMiB.toFixed(0),
          String(one.gl.textures),
          String(one.gl.buffers),
          String(one.pictureTextures),
          mib(one.pictureTextureBytes),
          String(one.sockets),
          String(one.decoders),
          String(one.domNodes),
          String(one.listeners),
        ]),
      },
    ],
  };
}

/** Of the line of least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);
