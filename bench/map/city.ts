// The system with a city of paper cameras, and one that opens its map in Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { newPage } from '../../scripts/e2e/browser.ts';
import { type SignInPlace, signIn } from '../../scripts/e2e/session.ts';
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

/**
 * `upright`: a screen of 3840×2160 on its side. A page that narrow is not enlarged, so that the whole of it is room for
 * pictures, four times what 1920×1080 has. It is drawn at half of its pixels: the processor that stands in for a
 * graphics card fills no more than one screen then.
 */
export const viewports = {
  screen: { width: 1920, height: 1080, deviceScaleFactor: 1 },
  upright: { width: 2160, height: 3840, deviceScaleFactor: 0.5 },
} as const;

/** A signed-in page; its map is not open yet. */
export async function openPage(
  browser: Browser,
  system: SignInPlace,
  viewport: keyof typeof viewports,
): Promise<Page> {
  const page = await newPage(browser, { viewport: viewports[viewport] });
  page.setDefaultTimeout(300_000);
  await signIn(page, system);
  return page;
}

/** Opens the map anew; how long until it can be used, with all cameras drawn, ms. */
export async function openMap(page: Page, system: { url: string }, cameras: number): Promise<number> {
  await page.goto('about:blank');
  const startMs = performance.now();
  await page.goto(`${system.url}/#/map3d`);
  await page.locator(`[data-map-ready="true"][data-cameras-drawn="${cameras}"]`).waitFor();
  return performance.now() - startMs;
}
