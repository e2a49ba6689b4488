// A camera nobody here wrote: GStreamer's RTSP server, given to `npm run up` by its address.
import { cameraStateText } from '@brightwall/protocol/camera';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { type GstServer, gstMissing, startGstServer } from './gst-server.ts';
import { pictureOf, waitFrames, waitLive } from './picture.ts';
import { cameras, signIn } from './session.ts';
import { type System, startSystem } from './system.ts';
import { openCamera, presetWall, treeRow } from './wall.ts';

const missing = gstMissing();
if (missing !== null)
  process.stderr.write(
    `\n!!! 跳过：没有 GStreamer 的 RTSP 服务器 / SKIPPED: no GStreamer RTSP server here (${missing})\n\n`,
  );

describe.skipIf(missing !== null)('a foreign RTSP server', () => {
  let gst: GstServer;
  let system: System;
  let browser: Browser;
  let id = '';

  beforeAll(async () => {
    gst = await startGstServer();
    const { address } = gst;
    system = await startSystem([
      '--no-simulator',
      ...['--camera', address('h264')],
      ...['--camera', address('second', 'wrong')],
      ...['--camera', address('vp8')],
    ]);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
    await gst?.close();
  });

  it('is live in the browser over WebRTC', async () => {
    const page = await newPage(browser);
    await presetWall(page, system.firstRun.username, 1);
    await signIn(page, system);
    await expect
      .poll(async () => (await cameras(page, system)).filter(c => c.state.kind === 'live').length, {
        timeout: 60_000,
      })
      .toBe(1);
    const camera = (await cameras(page, system)).find(c => c.state.kind === 'live')!;
    id = camera.id;
    expect(camera).toMatchObject({ source: 'rtsp', streams: [{ profile: 'main', codec: 'h264' }] });
    expect(JSON.stringify(await cameras(page, system))).not.toMatch(/p@ss|p%40ss/);
    await openCamera(page, id);
    await waitLive(page, id);
    await waitFrames(page, id, 50);
    const picture = pictureOf(page, id);
    expect(await picture.getAttribute('data-transport')).toBe('webrtc-udp');
    await expect.poll(() => picture.getAttribute('data-width')).toBe('640');
    await page.context().close();
  });

  it('is live in the browser over HLS', async () => {
    const page = await newPage(browser);
    await presetWall(page, system.firstRun.username, 1, [id]);
    await signIn(page, system, '?transport=hls');
    await waitLive(page, id);
    await waitFrames(page, id, 50);
    expect(await pictureOf(page, id).getAttribute('data-transport')).toBe('hls');
    await page.context().close();
  });

  it('says what is wrong where the password is, and where no wall plays the codec', async () => {
    const page = await newPage(browser);
    await signIn(page, system);
    const state = async (kind: 'auth-failed' | 'unsupported-codec') =>
      (await cameras(page, system)).find(camera => camera.state.kind === kind);
    for (const kind of ['auth-failed', 'unsupported-codec'] as const) {
      await expect.poll(() => state(kind), { timeout: 60_000 }).toBeDefined();
      const row = treeRow(page, (await state(kind))!.id);
      await expect.poll(() => row.textContent()).toContain(cameraStateText[kind].zh);
    }
    await page.context().close();
  });
});
