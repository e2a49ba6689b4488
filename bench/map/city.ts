// The system with a city of paper cameras, and one that opens its map in Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { newPage } from '../../scripts/e2e/browser.ts';
import { signIn } from '../../scripts/e2e/session.ts';
import { type System, startSystem } from '../../scripts/e2e/system.ts';

export interface PaperCity {
  readonly system: System;
  /** Makes the cameras `count` in all, and waits until the core knows them. */
  grow(count: number): Promise<void>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL('./paper-city.ts', import.meta.url));

export async function startPaperCity(): Promise<PaperCity> {
  const system = await startSystem(['--no-simulator']);
  const child = spawn(process.execPath, [script, '--url', system.url, '--data', system.data], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const heard = (start: string) =>
    new Promise<void>((resolve, reject) => {
      const listen = (line: string) => {
        if (!line.startsWith(start)) return;
        lines.off('line', listen);
        resolve();
      };
      lines.on('line', listen);
      void ended.then(([code]) => reject(new Error(`the paper city ended with ${code}`)));
    });
  await heard('READY');
  return {
    system,
    async grow(count) {
      const added = heard(`ADDED ${count}`);
      child.stdin.write(`${count}\n`);
      await added;
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      await system.close();
    },
  };
}

export interface MapFacts {
  readonly camerasDrawn: number;
  readonly drawCalls: number;
  readonly frameMs: number;
  readonly feeds: {
    readonly tilesShown: number;
    readonly tilesLive: number;
    readonly receivedBytes: number;
    readonly thumbnailsDecoded: number;
    readonly liveDecoded: number;
    readonly liveUploaded: number;
    readonly dropped: number;
  };
}

/** As far as the bench moves it. */
interface CityMapHandle {
  readonly facts: MapFacts;
  on(name: 'moved', listener: () => void): () => void;
  flyTo(place: { lon: number; lat: number }, closer?: boolean): void;
  zoomBy(levels: 1 | -1): void;
}

/** The element that carries it. */
export interface MapElement extends HTMLElement {
  readonly cityMap: CityMapHandle;
}

/**
 * `wall`: 25 screens as one page, 9600×5400 CSS pixels drawn at a fifth of that, so that thousands of pictures are
 * worth showing and the processor that stands in for a graphics card fills no more pixels than one screen has.
 */
export const viewports = {
  screen: { width: 1920, height: 1080, deviceScaleFactor: 1 },
  wall: { width: 9600, height: 5400, deviceScaleFactor: 0.2 },
} as const;

/** A signed-in page; its map is not open yet. */
export async function openPage(
  browser: Browser,
  system: System,
  viewport: keyof typeof viewports,
): Promise<Page> {
  const page = await newPage(browser, { viewport: viewports[viewport] });
  page.setDefaultTimeout(120_000);
  await signIn(page, system);
  return page;
}

/** Opens the map anew; how long until it can be used, with all cameras drawn, ms. */
export async function openMap(page: Page, system: System, cameras: number): Promise<number> {
  await page.goto('about:blank');
  const startMs = performance.now();
  await page.goto(`${system.url}/#/map3d`);
  await page.locator(`[data-map-ready="true"][data-cameras-drawn="${cameras}"]`).waitFor();
  return performance.now() - startMs;
}

export const facts = (page: Page): Promise<MapFacts> =>
  page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.facts);
