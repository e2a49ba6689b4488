// The pictures of a whole city on the map, in a real browser: ten thousand cameras on paper, a core that is killed
// under the page, a network that loses, a card and decoders that fail, a page in the background, one by plain HTTP.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedFacts } from '../../wall-client/src/screens/map3d/feeds/feed-facts.ts';
import { launchChromium, newPage } from './browser.ts';
import { type CoreAlone, startCoreAlone } from './core-alone.ts';
import { type LossyProxy, startLossyProxy } from './lossy-proxy.ts';
import { Soak } from './map-soak.ts';
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
import { saveShot } from './shots.ts';

const count = 10_000;
const wrongPlaces = [
  { lon: 0, lat: 0 },
  { lon: Number.NaN, lat: 30.001 },
  // Swapped.
  { lon: 30.28, lat: 89.9 },
  // Outside the city.
  { lon: 121.9, lat: 31.2 },
];

const unplacedIds = [...wrongPlaces.map((_, i) => paperId(count + 1 + i)), paperId(count + 9)];

let core: CoreAlone;
let agents: PaperAgents;
let pictures: PaperPictures;
let proxy: LossyProxy;
let browser: Browser;
let page: Page;
let soak: Soak;

beforeAll(async () => {
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
  // A host that is not this machine's by name: a page of its is by plain HTTP, as in any LAN.
  browser = await launchChromium({ args: ['--host-resolver-rules=MAP wall.lan 127.0.0.1'] });
  page = await newPage(browser, { viewport: { width: 1280, height: 720 } });
  soak = await Soak.of(page);
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

interface SceneElement extends HTMLElement {
  cityMap: {
    facts: { camerasDrawn: number; drawCalls: number; feeds: FeedFacts };
    moves: { zoomBy(levels: 1 | -1): void };
    loseContext(): { restore(): void } | null;
  };
}
const sceneOf = (at: Page) => at.locator('[data-map-ready]');
const scene = () => sceneOf(page);
const facts = (at = page) => sceneOf(at).evaluate(element => (element as SceneElement).cityMap.facts);
const feeds = async (at = page) => (await facts(at)).feeds;
const zoomBy = (levels: 1 | -1, at = page) =>
  sceneOf(at).evaluate((element, by) => (element as SceneElement).cityMap.moves.zoomBy(by), levels);
const slow = { timeout: 60_000 };

/** Pictures go on arriving from now. */
async function expectFresh(at = page): Promise<void> {
  const before = await feeds(at);
  await expect
    .poll(async () => (await feeds(at)).thumbnailsDecoded, slow)
    .toBeGreaterThan(before.thumbnailsDecoded);
}

/** Streams go on moving on the graphics card from now. */
async function expectMoving(at = page): Promise<void> {
  const before = await feeds(at);
  await expect
    .poll(async () => (await feeds(at)).liveUploaded, slow)
    .toBeGreaterThan(before.liveUploaded + 5);
}

describe('a city of ten thousand cameras by night', () => {
  it('is drawn whole in a handful of draw calls; what cannot be where it says is listed, never drawn', async () => {
    await expect.poll(async () => (await facts()).camerasDrawn, slow).toBe(count);
    expect((await facts()).drawCalls).toBeLessThanOrEqual(6);
    expect(await scene().getAttribute('data-theme')).toBe('night');
    expect(await scene().getAttribute('data-cameras-unplaced')).toBe(String(wrongPlaces.length + 1));
    await page.locator('.ant-segmented-item', { hasText: '未定位' }).click();
    const rows = page.locator('[data-camera-row]');
    await expect
      .poll(() => rows.evaluateAll(all => all.map(row => row.getAttribute('data-camera-row')).sort()))
      .toEqual(unplacedIds.toSorted());
    for (const why of ['坐标为 (0, 0)', '坐标在城市之外', '没有坐标'])
      await rows.getByText(why).first().waitFor();
    await page.locator('.ant-segmented-item', { hasText: '地图上' }).click();
    await saveShot(page, 'night-city');
  });

  it('shows thumbnails of what is near, and asks for no others', async () => {
    await expect.poll(async () => (await feeds()).tilesShown, slow).toBeGreaterThan(10);
    await expectFresh();
    expect((await feeds()).texturesBound).toBeGreaterThan(0);
    const { thumbnails } = pictures.asked;
    expect(thumbnails).toBeGreaterThan(10);
    expect(thumbnails).toBeLessThan(1100);
    await saveShot(page, 'thumbnails');
  });

  it('lets them move from nearby, each stream asked for once', async () => {
    await zoomBy(1);
    await expect.poll(async () => (await feeds()).tilesLive, slow).toBeGreaterThan(2);
    const before = await feeds();
    await expect.poll(async () => (await feeds()).liveDecoded, slow).toBeGreaterThan(before.liveDecoded + 20);
    expect(pictures.asked.feeds).toBeGreaterThanOrEqual((await feeds()).tilesLive);
    await saveShot(page, 'live');
    // What is to come is about states: a smaller picture of the city is drawn sooner.
    await page.setViewportSize({ width: 960, height: 600 });
  });
});

describe('a page that is moved about for long', () => {
  it('holds no more after a round than before it', async () => {
    const places = [1, 2].map(n => demoPlaces()[n * 3000]!);
    await soak.walk(places);
    const before = await soak.takeStock();
    await soak.walk(places);
    const after = await soak.takeStock();
    expect(after).toMatchObject({ sockets: 2, workers: before.workers });
    // Both arrays grow to what the budget has for them, and no further.
    expect(after.pictureTextures).toBe(2);
    expect(after.pictureTextureBytes).toBeLessThanOrEqual((36 + 96) * 2 ** 20);
    // What MapLibre keeps of places it was at comes and goes by some tiles.
    expect(after.gl.textures).toBeLessThanOrEqual(before.gl.textures * 1.1);
    expect(after.gl.buffers).toBeLessThanOrEqual(before.gl.buffers * 1.1);
    expect(after.domNodes).toBeLessThanOrEqual(before.domNodes * 1.1);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners * 1.1);
    expect(after.decoders).toBeLessThanOrEqual(before.decoders + 2);
    expect((await feeds()).tilesLive).toBeGreaterThan(2);
  }, 240_000);
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

  it('move on after their decoders failed at what a camera sent', async () => {
    const before = await feeds();
    await expect
      .poll(async () => {
        // A page that is behind leaves units out: it may be spared one moment's noise.
        pictures.garble(4);
        return (await feeds()).decodersFailed;
      }, slow)
      .toBeGreaterThan(before.decodersFailed);
    await expectMoving();
    expect((await feeds()).tilesLive).toBeGreaterThan(2);
  });

  it('are all there again after the graphics card was lost', async () => {
    await scene().evaluate(element => {
      const { cityMap } = element as SceneElement;
      const lost = cityMap.loseContext();
      element
        .querySelector('canvas')!
        .addEventListener('webglcontextlost', () => setTimeout(() => lost!.restore()), { once: true });
    });
    await page.locator('[data-map-ready="false"]').waitFor();
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
    await expect.poll(async () => (await feeds()).tilesLive, slow).toBeGreaterThan(2);
    await expectFresh();
    await expectMoving();
    const { camerasDrawn, drawCalls, feeds: shown } = await facts();
    expect(camerasDrawn).toBe(count);
    expect(drawCalls).toBeGreaterThan(1);
    expect(drawCalls).toBeLessThanOrEqual(6);
    expect(shown.texturesBound).toBe(2);
  });

  it('come back by themselves after the connection was cut', async () => {
    const again = page.waitForEvent('websocket', socket => socket.url().includes('/api/map-feed'));
    proxy.cut();
    await again;
    await connected(page);
    await expect.poll(async () => (await feeds()).socket, slow).toBe('open');
    await expectFresh();
    await expectMoving();
    await expect.poll(() => soak.sockets).toBe(2);
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

  it('stay while a third of the network’s packets are lost, and are fresh again after', async () => {
    const [before, lostBefore] = [await feeds(), proxy.lost];
    const sentBefore = pictures.sentBytes;
    proxy.setLoss(0.3);
    await expect.poll(() => proxy.lost, slow).toBeGreaterThan(lostBefore + 30);
    const lossy = await feeds();
    // What did not get through in time is never sent.
    expect(lossy.receivedBytes - before.receivedBytes).toBeLessThan((pictures.sentBytes - sentBefore) / 2);
    proxy.setLoss(0);
    await expect.poll(async () => (await feeds()).socket, slow).toBe('open');
    await expectFresh();
    expect(lossy.tilesShown).toBeGreaterThan(0);
  });

  it('of five hundred cameras that go offline at once are gone in one breath, and the map goes on', async () => {
    const gone = Array.from({ length: 500 }, (_, i) => paperId(i + 1));
    agents.tell(gone, 'unreachable');
    await expect.poll(() => page.locator('[data-camera-count="fault"]').textContent(), slow).toContain('500');
    await expectFresh();
    agents.tell(gone, 'live');
  });
});

describe('a page by plain HTTP', () => {
  it('says that it shows less, decodes thumbnails as bitmaps and plays what moves in videos', async () => {
    await page.context().close();
    const plain = await newPage(browser, { viewport: { width: 960, height: 600 } });
    await signIn(plain, { ...core, url: `http://wall.lan:${core.port}` }, '#/map3d');
    await plain.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
    expect(await plain.evaluate(() => [isSecureContext, 'VideoDecoder' in window])).toEqual([false, false]);
    expect(await plain.locator('[data-plain-http]').textContent()).toContain('https');
    await zoomBy(1, plain);
    await expect.poll(async () => (await feeds(plain)).tilesLive, slow).toBeGreaterThan(1);
    await expectFresh(plain);
    await expectMoving(plain);
    expect(await feeds(plain)).toMatchObject({ liveDecoded: 0, texturesBound: 2 });
    await saveShot(plain, 'plain-http');
  }, 240_000);
});
