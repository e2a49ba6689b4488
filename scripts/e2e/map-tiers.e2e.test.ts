// The pictures of a whole city on the map, in a real browser: ten thousand cameras on paper, a core that is killed
// under the page, a network that loses, and a page in the background.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { type CoreAlone, startCoreAlone } from './core-alone.ts';
import { type LossyProxy, startLossyProxy } from './lossy-proxy.ts';
import {
  connectPaperAgents,
  demoCity,
  demoPlaces,
  type PaperAgents,
  paperCamera,
  paperId,
} from './paper-agents.ts';
import { PaperPictures } from './paper-pictures.ts';
import { connected, signIn } from './session.ts';

const count = 10_000;
/** Looked at by people; what is asserted is the scene's own state. */
const out = fileURLToPath(new URL('./out', import.meta.url));
const wrongPlaces = [
  { lon: 0, lat: 0 },
  // Swapped.
  { lon: 30.28, lat: 89.9 },
  // Outside the city.
  { lon: 121.9, lat: 31.2 },
];

let core: CoreAlone;
let agents: PaperAgents;
let pictures: PaperPictures;
let proxy: LossyProxy;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  core = await startCoreAlone(demoCity());
  pictures = new PaperPictures(1000);
  const cameras = demoPlaces()
    .slice(0, count)
    .map((place, i) => paperCamera(i + 1, place));
  const wrong = wrongPlaces.map((place, i) =>
    paperCamera(count + 1 + i, { ...place, name: `错误坐标 ${i}`, headingDeg: 0 }),
  );
  agents = await connectPaperAgents(core, [...cameras, ...wrong, paperCamera(count + 9, null)], pictures);
  proxy = await startLossyProxy(core.port);
  browser = await launchChromium();
  page = await newPage(browser, { viewport: { width: 1280, height: 720 } });
  await signIn(page, { ...core, url: `http://127.0.0.1:${proxy.port}` }, '#/map3d');
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 120_000 });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  agents?.close();
  pictures?.close();
  await core?.close();
});

interface Feeds {
  socket: string;
  tilesShown: number;
  tilesLive: number;
  texturesBound: number;
  receivedBytes: number;
  thumbnailsDecoded: number;
  liveDecoded: number;
}
interface SceneElement extends HTMLElement {
  cityMap: {
    facts: { camerasDrawn: number; drawCalls: number; feeds: Feeds };
    zoomBy(levels: 1 | -1): void;
  };
}
const scene = () => page.locator('[data-map-ready]');
const facts = () => scene().evaluate(element => (element as SceneElement).cityMap.facts);
const feeds = async () => (await facts()).feeds;
const zoomBy = (levels: 1 | -1) =>
  scene().evaluate((element, by) => (element as SceneElement).cityMap.zoomBy(by), levels);
const slow = { timeout: 30_000 };
/** A map drawn by the processor takes its time over a picture of itself. */
const save = (name: string) => page.screenshot({ path: join(out, `${name}.png`), timeout: 60_000 });

/** Pictures go on arriving from now. */
async function expectFresh(): Promise<void> {
  const before = await feeds();
  await expect
    .poll(async () => (await feeds()).thumbnailsDecoded, slow)
    .toBeGreaterThan(before.thumbnailsDecoded);
}

describe('a city of ten thousand cameras by night', () => {
  it('is drawn whole in a handful of draw calls; what cannot be where it says is listed, never drawn', async () => {
    await expect.poll(async () => (await facts()).camerasDrawn, slow).toBe(count);
    expect((await facts()).drawCalls).toBeLessThanOrEqual(6);
    expect(await scene().getAttribute('data-theme')).toBe('night');
    expect(await scene().getAttribute('data-cameras-unplaced')).toBe(String(wrongPlaces.length + 1));
    await save('night-city');
  });

  it('shows thumbnails of what is near, and asks for no others', async () => {
    await expect.poll(async () => (await feeds()).tilesShown, slow).toBeGreaterThan(10);
    await expectFresh();
    expect((await feeds()).texturesBound).toBeGreaterThan(0);
    const { thumbnails } = pictures.asked;
    expect(thumbnails).toBeGreaterThan(10);
    expect(thumbnails).toBeLessThan(1100);
    await save('thumbnails');
  });

  it('lets them move from nearby, each stream asked for once', async () => {
    await zoomBy(1);
    await expect.poll(async () => (await feeds()).tilesLive, slow).toBeGreaterThan(2);
    const before = await feeds();
    await expect.poll(async () => (await feeds()).liveDecoded, slow).toBeGreaterThan(before.liveDecoded + 20);
    expect(pictures.asked.feeds).toBeGreaterThanOrEqual((await feeds()).tilesLive);
    await save('live');
  });
});

describe('the pictures', () => {
  it('stop while the page is in the background, and come back without what was missed', async () => {
    const hide = (hidden: boolean) =>
      page.evaluate(value => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await expect.poll(() => pictures.asked, slow).toEqual({ thumbnails: 0, feeds: 0 });
    const { receivedBytes } = await feeds();
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect((await feeds()).receivedBytes - receivedBytes).toBeLessThan(100_000);
    await hide(false);
    await expectFresh();
  });

  it('come back by themselves after the core was killed and started again', async () => {
    await core.killAndRestart();
    await connected(page);
    await expect.poll(async () => (await feeds()).socket, slow).toBe('open');
    await expect.poll(async () => (await facts()).camerasDrawn, slow).toBe(count);
    await expectFresh();
    const before = await feeds();
    await expect.poll(async () => (await feeds()).liveDecoded, slow).toBeGreaterThan(before.liveDecoded);
  });

  it('get fewer while a third of the network’s packets are lost, and all again after', async () => {
    proxy.setLoss(0.3);
    const before = await feeds();
    await new Promise(resolve => setTimeout(resolve, 4000));
    const lossy = await feeds();
    proxy.setLoss(0);
    await expect.poll(async () => (await feeds()).socket, slow).toBe('open');
    await expectFresh();
    expect(lossy.tilesShown).toBeGreaterThan(0);
    expect(lossy.receivedBytes - before.receivedBytes).toBeLessThan(5_000_000);
  });

  it('of five hundred cameras that go offline at once are gone in one breath, and the map goes on', async () => {
    const gone = Array.from({ length: 500 }, (_, i) => paperId(i + 1));
    agents.tell(gone, 'unreachable');
    await expect.poll(() => page.locator('[data-camera-count="fault"]').textContent(), slow).toContain('500');
    await expectFresh();
    agents.tell(gone, 'live');
  });
});
