// From discovery to a picture, in a real browser, on the system as `npm run up` starts it.
import { cameraStateText, type StreamProfile } from '@brightwall/protocol/camera';
import { errorCatalogue } from '@brightwall/protocol/errors';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { addFrameReader, burntCode, pictureOf, waitFrames, waitLive } from './picture.ts';
import { cameras, connected, passwordOf, replacePassword, signIn, submitLogin } from './session.ts';
import { plug, sentFrames, unplug, viewers } from './simulator-control.ts';
import { type System, startSystem } from './system.ts';
import { presetWall, treeRow } from './wall.ts';
import { startWebOnlyProxy } from './web-only-proxy.ts';

let system: System;
let browser: Browser;
/** The operator's page, signed in by the second test. */
let page: Page;
/** Core's ids of simulated cameras 1 … 4. */
let ids: string[] = [];

beforeAll(async () => {
  system = await startSystem(['--cameras', '4']);
  browser = await launchChromium();
  page = await newPage(browser);
  await addFrameReader(page);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

/** The picture is camera n's, and it is what that camera sent within the last seconds. */
async function isCamera(at: Page, camera: number, withinMs: number): Promise<void> {
  const stream = await pictureOf(at, ids[camera - 1]!).getAttribute('data-profile');
  const code = await burntCode(at, ids[camera - 1]!);
  const nowMs = Date.now();
  expect(code.camera).toBe(camera);
  const recent = (await sentFrames(system, camera, stream as StreamProfile)).filter(
    sent => sent.sentMs > nowMs - withinMs,
  );
  expect(recent.map(sent => sent.frame)).toContain(code.frame);
}

describe('signing in', () => {
  it('refuses a wrong password and says so', async () => {
    await page.goto(system.url);
    await submitLogin(page, system.firstRun.username, 'not the password');
    await expect
      .poll(() => page.getByRole('alert').first().textContent())
      .toContain(errorCatalogue['wrong-credentials'].zh);
    expect((await page.request.get(`${system.url}/api/cameras`)).status()).toBe(401);
  });

  it('asks for a password of one’s own before anything else, then opens the wall', async () => {
    await submitLogin(page, system.firstRun.username, passwordOf(system));
    await page.locator('input[autocomplete="new-password"]').first().waitFor();
    expect((await page.request.get(`${system.url}/api/cameras`)).status()).toBe(403);
    await replacePassword(page, system);
  });
});

describe('the wall', () => {
  it('finds the four cameras of the network and lists them', async () => {
    const names = system.simulator!.cameras.map(camera => camera.name);
    await expect
      .poll(async () => (await cameras(page, system)).map(c => `${c.name} ${c.state.kind}`).sort(), {
        timeout: 60_000,
      })
      .toEqual(names.map(name => `${name} live`).sort());
    const found = await cameras(page, system);
    ids = names.map(name => found.find(camera => camera.name === name)!.id);
    for (const [i, id] of ids.entries()) {
      await treeRow(page, id).waitFor();
      expect(await treeRow(page, id).textContent()).toContain(names[i]);
    }
    for (const camera of found) {
      expect(camera).toMatchObject({ source: 'onvif', place: expect.any(Object) });
      expect(camera.streams.map(s => [s.profile, s.codec, s.widthPx, s.heightPx])).toEqual([
        ['main', 'h264', 1280, 720],
        ['sub', 'h264', 640, 360],
      ]);
    }
  });

  it('shows a camera over WebRTC: frames rise, and it is the camera that was asked for', async () => {
    await treeRow(page, ids[0]!).dragTo(page.locator('[data-tile="2"]'));
    await page.locator('[data-tile="2"]', { has: pictureOf(page, ids[0]!) }).waitFor();
    await waitLive(page, ids[0]!);
    await waitFrames(page, ids[0]!, 30);
    expect(await pictureOf(page, ids[0]!).getAttribute('data-transport')).toBe('webrtc-udp');
    await isCamera(page, 1, 3_000);
  });

  it('shows another over HLS beside it', async () => {
    const other = await newPage(browser);
    await addFrameReader(other);
    await presetWall(other, system.firstRun.username, 1, [ids[1]!]);
    await signIn(other, system, '?transport=hls');
    await waitLive(other, ids[1]!);
    await waitFrames(other, ids[1]!, 30);
    expect(await pictureOf(other, ids[1]!).getAttribute('data-transport')).toBe('hls');
    await isCamera(other, 2, 15_000);
    await other.context().close();
  });

  it('says that a camera was unplugged, and shows it within 10 s of its return', async () => {
    const tile = page.locator('[data-tile]', { has: pictureOf(page, ids[0]!) });
    await unplug(system, 1);
    await pictureOf(page, ids[0]!).and(page.locator('[data-state="error"]')).waitFor();
    await expect
      .poll(() => tile.textContent())
      .toMatch(stateWords('zh', 'unreachable', 'stalled', 'connecting'));
    await expect
      .poll(() => treeRow(page, ids[0]!).textContent(), { timeout: 30_000 })
      .toContain(cameraStateText.unreachable.zh);

    await plug(system, 1);
    const backMs = Date.now();
    await waitLive(page, ids[0]!, 20_000);
    await waitFrames(page, ids[0]!, 5, 20_000);
    expect(Date.now() - backMs).toBeLessThan(10_000);
    await isCamera(page, 1, 3_000);
  });

  it('pulls a camera once, however many watch it', async () => {
    const before = await viewers(system, 1);
    const second = await newPage(browser);
    await presetWall(second, system.firstRun.username, 4, [ids[0]!]);
    await signIn(second, system);
    await waitLive(second, ids[0]!);
    await waitFrames(second, ids[0]!, 10);
    expect(await viewers(system, 1)).toEqual(before);
    await second.context().close();
    await waitFrames(page, ids[0]!, 10);
  });

  it('speaks English when asked', async () => {
    await page.locator('[data-action="language"]').click();
    await expect.poll(() => page.locator('[data-screen="wall"]').textContent()).toContain('Video wall');
    await unplug(system, 4);
    await expect
      .poll(() => treeRow(page, ids[3]!).textContent(), { timeout: 60_000 })
      .toContain(cameraStateText.unreachable.en);
    await plug(system, 4);
    await expect
      .poll(() => treeRow(page, ids[3]!).textContent(), { timeout: 30_000 })
      .not.toContain(cameraStateText.unreachable.en);
    await page.locator('[data-action="language"]').click();
  });
});

describe('the map', () => {
  it('shows the cameras where they stand, and a click opens a live picture', async () => {
    await page.locator('[data-screen="map3d"]').click();
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator('[data-map-ready]').getAttribute('data-cameras-drawn')).toBe('4');
    expect(await page.locator('[data-map-ready]').getAttribute('data-cameras-unplaced')).toBe('0');
    await page.locator(`[data-camera-row="${ids[2]!}"]`).click();
    await page.locator(`[data-focus-camera="${ids[2]!}"]`).waitFor();
    await waitLive(page, ids[2]!);
    await waitFrames(page, ids[2]!, 10);
    expect((await burntCode(page, ids[2]!)).camera).toBe(3);
    await page.locator('[data-screen="wall"]').click();
  });
});

describe('over HTTPS', () => {
  it('gives the page shared memory and decoders, and is as live', async () => {
    const secure = await newPage(browser, { trusting: true });
    await presetWall(secure, system.firstRun.username, 4, [ids[1]!]);
    await signIn(secure, { ...system, url: system.secureUrl });
    expect(
      await secure.evaluate(() => [isSecureContext, crossOriginIsolated, 'VideoDecoder' in window]),
    ).toEqual([true, true, true]);
    await waitLive(secure, ids[1]!);
    await waitFrames(secure, ids[1]!, 10);
    await secure.context().close();
  });
});

describe('networks that stand in the way', () => {
  it('takes TCP where UDP is closed', async () => {
    // Chromium's own policy for networks in which UDP may not leave but through a proxy.
    const confined = await launchChromium({
      args: ['--webrtc-ip-handling-policy=disable_non_proxied_udp'],
    });
    try {
      const there = await confinedPage(confined);
      expect(await pictureOf(there, ids[1]!).getAttribute('data-transport')).toBe('webrtc-tcp');
    } finally {
      await confined.close();
    }
  });

  it('takes HLS by itself where only the web gets through', async () => {
    const proxy = await startWebOnlyProxy(Number(new URL(system.url).port));
    const confined = await launchChromium({
      args: ['--webrtc-ip-handling-policy=disable_non_proxied_udp'],
      proxy: proxy.url,
    });
    try {
      const there = await confinedPage(confined);
      expect(await pictureOf(there, ids[1]!).getAttribute('data-transport')).toBe('hls');
      expect(proxy.refused.length).toBeGreaterThan(0);
    } finally {
      await confined.close();
      await proxy.close();
    }
  });

  /** A wall with camera 2 on it, live. */
  async function confinedPage(confined: Browser): Promise<Page> {
    const there = await newPage(confined);
    await addFrameReader(there);
    await presetWall(there, system.firstRun.username, 4, [ids[1]!]);
    await signIn(there, system);
    await connected(there);
    await waitLive(there, ids[1]!, 60_000);
    await waitFrames(there, ids[1]!, 20);
    expect((await burntCode(there, ids[1]!)).camera).toBe(2);
    return there;
  }
});

function stateWords(language: 'zh' | 'en', ...kinds: (keyof typeof cameraStateText)[]): RegExp {
  return new RegExp(kinds.map(kind => cameraStateText[kind][language]).join('|'));
}
