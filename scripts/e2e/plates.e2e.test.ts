// Reading plates, from the simulated street to the wall: passages live, one of them open, the installer's
// view, and what is drawn there coming back in the pictures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Passage } from '@brightwall/protocol/passage';
import { defaultPlateSetup, type PlateSetup } from '@brightwall/protocol/plate-setup';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopIdOf } from '../../simulator/src/content/plan.ts';
import { defaultContentDir } from '../../simulator/src/default-dir.ts';
import { testPassage } from '../../wall-client/src/testing.ts';
import { launchChromium, newPage } from './browser.ts';
import { gateBefore } from './next-cameras.ts';
import { listVehicle, markGate } from './park.ts';
import { waitFrames, waitLive } from './picture.ts';
import {
  analysedBrightness,
  cards,
  drawShape,
  jpegBrightness,
  numbersInStrip,
  openInstaller,
} from './plates.ts';
import { nameCase } from './search.ts';
import { cameras, signIn } from './session.ts';
import { type System, startSystem } from './system.ts';
import { presetWall } from './wall.ts';
import { addUser, applyForWatch, approveWatch, handleAlert, watchAt } from './watch.ts';

let system: System;
let browser: Browser;
let page: Page;
/** Of another user, who approves what the first asks for. */
let other: Page;
/** Core's id of simulated camera 1. */
let id: string;
/** The numbers that drive past it, over and over. */
let truth: Set<string>;

beforeAll(async () => {
  system = await startSystem(['--cameras', '1']);
  browser = await launchChromium();
  const finder = await newPage(browser);
  await signIn(finder, system);
  const row = finder.locator('[data-tree-camera]:has([data-camera-state-kind="live"])');
  await row.waitFor({ timeout: 60_000 });
  id = (await row.getAttribute('data-tree-camera'))!;
  await finder.context().close();
  truth = numbersOf(loopIdOf(1, 1));
  page = await newPage(browser, { viewport: { width: 1600, height: 900 } });
  await presetWall(page, system.firstRun.username, 1, [id]);
  await signIn(page, system);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

function numbersOf(loop: string): Set<string> {
  const lines = readFileSync(join(defaultContentDir(), 'loops', loop, 'truth.jsonl'), 'utf8');
  const frames = lines.trimEnd().split('\n');
  return new Set(
    frames.flatMap(line =>
      (JSON.parse(line) as { vehicles: { plate: string }[] }).vehicles.map(v => v.plate),
    ),
  );
}

const setupOf = async (at: Page) =>
  (await (await at.request.get(`${system.url}/api/cameras/${id}/plate-setup`)).json()) as PlateSetup;

describe('passages', () => {
  it('appear in the strip with the numbers that drove past', async () => {
    await page.locator('[data-passage-strip]').waitFor();
    await expect
      .poll(async () => (await numbersInStrip(page, id)).filter(text => text !== '').length, {
        timeout: 90_000,
      })
      .toBeGreaterThanOrEqual(5);
    const read = (await numbersInStrip(page, id)).filter(text => text !== '');
    expect(read.filter(text => truth.has(text)).length / read.length).toBeGreaterThanOrEqual(0.8);
    await expect.poll(() => cards(page, id).first().locator('img').evaluateAll(loaded)).toEqual([true, true]);
  });

  it('open with their scene, each character, and the camera live beside it', async () => {
    const card = cards(page, id).and(page.locator('[data-readable="true"]')).first();
    // Under the pointer the strip stands still.
    await card.hover();
    await page.locator('[data-passage-strip][data-paused="true"]').waitFor();
    const text = await card.locator('[data-plate-text]').getAttribute('data-plate-text');
    const passageId = await card.getAttribute('data-passage');
    await card.click();
    const detail = page.locator('[data-passage-detail]');
    await detail.and(page.locator(`[data-passage-detail="${passageId}"]`)).waitFor();
    const characters = await detail
      .locator('[data-passage-character]')
      .evaluateAll(all => all.map(one => one.getAttribute('data-passage-character')));
    expect(characters.join('')).toBe(text);
    await expect
      .poll(() => detail.locator('img[data-picture]').evaluateAll(loaded))
      .toEqual([true, true, true]);
    await detail.locator('[data-plate-outline]').waitFor({ state: 'attached' });

    await detail.locator('[data-action="open-live"]').click();
    const live = detail.locator(`[data-camera-id="${id}"][data-state="live"]`);
    await live.waitFor();

    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-passage-detail]:not([data-passage-detail="${passageId}"])`).waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'hidden' });
    await page.mouse.move(400, 300);
    await page.locator('[data-passage-strip][data-paused="false"]').waitFor();
  });

  it('are found by a photograph of their vehicle, read where the models are', async () => {
    const card = cards(page, id).and(page.locator('[data-readable="true"]')).first();
    const hash = await card.locator('img[data-picture]').first().getAttribute('data-picture');
    const buffer = await (await page.request.get(`${system.url}/api/pictures/${hash}.jpg`)).body();
    await page.locator('[data-screen="search"]').click();
    await page
      .locator('[data-picture-file]')
      .setInputFiles({ name: 'vehicle.jpg', mimeType: 'image/jpeg', buffer });
    await nameCase(page);
    const plate = page.locator('[data-picture-search="read"] [data-picture-plate]');
    await plate.waitFor();
    expect(truth).toContain(await plate.getAttribute('data-picture-plate'));
    await page.locator('[data-search="found"]:not([data-found="0"])').waitFor();
    expect(await page.locator('[data-found-passage]').first().getAttribute('data-found-camera')).toBe(id);
    await page.locator('[data-screen="wall"]').click();
    await cards(page, id).first().waitFor();
  });

  it('are those of the cameras asked for', async () => {
    await page.locator('[data-filter="wall"]').click();
    await cards(page, id).first().waitFor();
    await page.locator('[data-filter="cameras"]').click();
    // The camera of the selected tile is the first chosen; without it nothing is left.
    await cards(page, id).first().waitFor();
    await page.locator('[data-passage-filter="cameras"] .ant-select-selection-item-remove').click();
    await page.locator('[data-passage-strip="empty"]').waitFor();
    await page.locator('[data-filter="all"]').click();
    await cards(page, id).first().waitFor();
  });
});

describe('the installer’s view', () => {
  it('shows what the reader sees, boxed, and how well it goes', async () => {
    await waitLive(page, id);
    await openInstaller(page, 0);
    // On a machine that the browser and the simulator share, some pictures are skipped, and it says so.
    const state = page.locator('[data-plate-state="reading"], [data-plate-state="overloaded"]');
    await state.waitFor();
    await state.locator('[data-reading-rate]:not([data-reading-rate=""])').waitFor();
    await expect
      .poll(async () => Number(await page.locator('[data-stage]').getAttribute('data-boxes')))
      .toBeGreaterThan(0);
    const taken = await page.locator('[data-stage]').getAttribute('data-view-taken');
    await page.locator(`[data-stage]:not([data-view-taken="${taken}"])`).waitFor();
  });

  it('takes a lane and a mask, and every picture comes back black there', async () => {
    const mask = [
      [0.7, 0.1],
      [0.9, 0.1],
      [0.9, 0.3],
      [0.7, 0.3],
    ] as const;
    const lane = [
      [0.01, 0.3],
      [0.99, 0.3],
      [0.99, 0.99],
      [0.01, 0.99],
    ] as const;
    expect(await setupOf(page)).toEqual(defaultPlateSetup);
    expect(await analysedBrightness(page, 0.8, 0.2)).toBeGreaterThan(30);
    await drawShape(page, 'lane', lane);
    await page.locator('[data-lane-name="0"]').fill('主路');
    await drawShape(page, 'mask', mask);
    await page.locator('[data-action="save-setup"]').click();
    await page.locator('[data-action="save-setup"]:disabled').waitFor();

    const setup = await setupOf(page);
    expect(setup.lanes.map(({ name }) => name)).toEqual(['主路']);
    for (const [i, [x, y]] of mask.entries()) {
      expect(Math.abs(setup.masks[0]![i]![0] - x)).toBeLessThan(0.005);
      expect(Math.abs(setup.masks[0]![i]![1] - y)).toBeLessThan(0.005);
    }
    await expect.poll(() => analysedBrightness(page, 0.8, 0.2)).toBeLessThan(16);
    expect(await analysedBrightness(page, 0.3, 0.6)).toBeGreaterThan(16);
    // A thumbnail follows every few seconds.
    await expect
      .poll(() => jpegBrightness(page, `/api/cameras/${id}/thumbnail.jpg`, 0.8, 0.2), { timeout: 60_000 })
      .toBeLessThan(16);
  });

  it('closes, and a later passage knows its lane and hides what is masked', async () => {
    const savedMs = Date.now();
    await page.keyboard.press('Escape');
    await page.locator('[data-installer]').waitFor({ state: 'hidden' });
    // The newest in the strip, once it passed after the drawing was saved.
    const strip = page.locator('[data-passage-strip]');
    await expect
      .poll(
        async () => ({
          paused: await strip.getAttribute('data-paused'),
          later: (await madeMs(cards(page, id).first())) > savedMs,
        }),
        { timeout: 60_000 },
      )
      .toEqual({ paused: 'false', later: true });
    await cards(page, id).first().click();
    const scene = page.locator('[data-passage-detail] img[data-picture]').first();
    await expect.poll(() => page.locator('[data-passage-detail]').textContent()).toContain('主路');
    const url = (await scene.getAttribute('src'))!;
    await expect.poll(() => jpegBrightness(page, url, 0.8, 0.2)).toBeLessThan(16);
    await page.keyboard.press('Escape');
    await page.locator('[data-passage-detail]').waitFor({ state: 'hidden' });
  });

  it('finds its drawing again, and asks before it drops a new one', async () => {
    await page.reload();
    await waitLive(page, id);
    await waitFrames(page, id, 5);
    await openInstaller(page, 0);
    await page.locator('[data-shape="lane:0"]').waitFor({ state: 'attached' });
    await page.locator('[data-shape="mask:0"]').waitFor({ state: 'attached' });
    // By keyboard: three corners around the middle, then the end of the shape.
    await page.locator('[data-action="draw-mask"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-pen="mask"]').waitFor();
    for (const keys of [['Space'], ['Shift+ArrowRight', 'Space'], ['Shift+ArrowDown', 'Space']])
      for (const key of keys) await page.keyboard.press(key);
    await page.locator('[data-pen-points="3"]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-shape="mask:1"][data-faulty="false"]').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('[data-action="leave-drawing"]').click();
    await page.locator('[data-installer]').waitFor({ state: 'hidden' });
    expect((await setupOf(page)).masks).toHaveLength(1);
  });
});

describe('a watched vehicle', () => {
  it('is applied for by one, approved by another, and raised, checked and handled when it passes', async () => {
    const known = async () => (await numbersInStrip(page, id)).find(text => truth.has(text));
    await expect.poll(known, { timeout: 60_000 }).toBeDefined();
    const plate = (await known())!;
    await applyForWatch(page, plate);
    // Whoever asks does not decide.
    await page.locator('[data-entry-state="applied"]').waitFor();
    expect(await page.locator('[data-entry-step="approve"]').count()).toBe(0);

    other = await newPage(browser, { viewport: { width: 1600, height: 900 } });
    await signIn(other, { url: system.url, data: 'of bo', firstRun: await addUser(page, 'bo') });
    await approveWatch(other, plate);
    await other.locator('[data-screen="wall"]').click();
    // On both screens, with the vehicle's picture; it comes round again.
    await page.locator('[data-screen="wall"]').click();
    for (const one of [page, other]) await one.locator('[data-watch-toast]').waitFor({ timeout: 90_000 });
    const toast = page.locator('[data-watch-toast]').first();
    expect(await toast.locator('[data-plate-text]').getAttribute('data-plate-text')).toBe(plate);
    await toast.locator('[data-action="look"]').click();
    await expect
      .poll(() => page.locator('[data-alert-detail] img[data-picture]').evaluateAll(loaded))
      .toEqual([true, true, true]);
    await handleAlert(page);
    await other.locator('[data-watch-toast]').first().waitFor({ state: 'detached' });
  });

  it('is told where it may be read next, which is played live, and is where it is read next', async () => {
    await page.locator('[data-screen="wall"]').click();
    const camera = (await cameras(page, system)).find(one => one.id === id)!;
    const gate = await gateBefore(system, page, camera);
    const plate = (await numbersInStrip(page, id)).find(text => truth.has(text))!;
    await watchAt(page, other, { plate, cameraIds: [gate.gateId] });
    await other.context().close();
    const passedMs = Date.now();
    await gate.pass(plate);
    await page.locator('[data-watch-toast] [data-action="look"]').click();
    const next = page.locator(`[data-next="shown"] [data-next-camera="${id}"]`);
    await next.waitFor();
    expect(Number(await next.getAttribute('data-share'))).toBeGreaterThan(0.3);
    await page.locator('[data-shapes~="next"]').waitFor({ timeout: 60_000 });

    // On the map: the alert where it was raised, which opens it; the tiles beside it.
    await page.keyboard.press('a');
    await page.locator('[data-focus-windows]').waitFor();
    await page.locator(`[data-alarm-mark="${gate.gateId}"][data-raised="true"]`).waitFor({ timeout: 60_000 });
    await page.reload();
    await page.locator(`[data-alarm-mark="${gate.gateId}"]`).dispatchEvent('click');
    await next.waitFor();
    await page.keyboard.press('w');
    await waitLive(page, id);
    await expect.poll(() => readSince(plate, passedMs), { timeout: 60_000 }).toBe(true);
    gate.close();
  });
});

describe('a gate of the park', () => {
  it('tells a refused vehicle on the guard’s screen and everywhere as an alert, and who is inside', async () => {
    await page.locator('[data-screen="wall"]').click();
    // Not the one that is watched for: what is raised is the gate's. Any of three: one may come again badly read.
    const known = async () =>
      [...new Set(await numbersInStrip(page, id))].filter(text => truth.has(text)).slice(-3);
    await expect.poll(async () => (await known()).length, { timeout: 60_000 }).toBe(3);
    const refused = await known();
    for (const plate of refused) await listVehicle(page, plate, 'refused');
    await markGate(page, id, 'entry');
    await page.locator('[data-tab="live"]').click();
    const event = page.locator('[data-gate-event][data-gate-verdict="refused"][data-gate-way="in"]').first();
    await event.waitFor({ timeout: 90_000 });
    expect(refused).toContain(await event.locator('[data-plate-text]').getAttribute('data-plate-text'));
    const isInside = () =>
      page
        .locator('[data-inside]')
        .evaluateAll(
          (rows, plates) => rows.some(row => plates.includes(row.getAttribute('data-inside') ?? '')),
          refused,
        );
    await expect.poll(isInside).toBe(true);
    const toast = page.locator('[data-watch-toast]').filter({ hasText: '禁入车辆' }).first();
    await toast.waitFor();
    expect(refused).toContain(await toast.locator('[data-plate-text]').getAttribute('data-plate-text'));
    await toast.locator('[data-action="look"]').click();
    await page.locator('[data-alert-detail] [data-next-step="sign"] [data-action="step"]').click();
    await page.locator('[data-next-step="check"]').waitFor();
    await page.locator('[data-screen="park"]').click();
    await page.locator('[data-tab="past"]').click();
    await page.locator('[data-action="past-search"]').click();
    const past = page.locator('[data-past] [data-gate-verdict="refused"] [data-plate-text]').first();
    expect(refused).toContain(await past.getAttribute('data-plate-text'));
  });
});

describe('twenty vehicles a second', () => {
  it('are counted and shown without drawing the strip for each', async () => {
    const busy = await newPage(browser, { viewport: { width: 1600, height: 900 } });
    let tell = (_: Passage) => {};
    await busy.routeWebSocket(/\/socket\.io\//, socket => {
      socket.connectToServer();
      // A packet of socket.io: an event (42) of the wall's namespace.
      tell = passage => socket.send(`42/wall,${JSON.stringify(['passage', passage])}`);
    });
    await signIn(busy, system);
    await busy.locator('[data-passed]').waitFor();
    await busy.evaluate(() => {
      const counts = { redraws: 0, mostCards: 0 };
      Object.assign(window, { stripCounts: counts });
      new MutationObserver(changes => {
        if (changes.some(({ attributeName }) => attributeName === 'data-passed')) counts.redraws += 1;
        counts.mostCards = Math.max(counts.mostCards, document.querySelectorAll('[data-passage]').length);
      }).observe(document.querySelector('[data-passage-strip]')!, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
    const total = 300;
    const nowMs = Date.now();
    const beganMs = performance.now();
    await new Promise<void>(resolve => {
      let sent = 0;
      const timer = setInterval(() => {
        tell(testPassage(sent, { cameraId: id, passedMs: nowMs + sent }));
        sent += 1;
        if (sent < total) return;
        clearInterval(timer);
        resolve();
      }, 50);
    });
    // Real ones pass meanwhile.
    await expect
      .poll(async () => Number(await busy.locator('[data-passed]').getAttribute('data-passed')))
      .toBeGreaterThanOrEqual(total);
    const seconds = (performance.now() - beganMs) / 1000;
    const { redraws, mostCards } = await busy.evaluate(
      () => (window as unknown as { stripCounts: { redraws: number; mostCards: number } }).stripCounts,
    );
    expect(redraws).toBeLessThanOrEqual(seconds * 4 + 2);
    expect(mostCards).toBeLessThanOrEqual(40);
    expect(Number(await busy.locator('[data-rate]').getAttribute('data-rate'))).toBeGreaterThanOrEqual(200);
    await busy.context().close();
  });
});

/** Whether the camera read this number after a moment. */
async function readSince(plate: string, sinceMs: number): Promise<boolean> {
  const read = cards(page, id).filter({ has: page.locator(`[data-plate-text="${plate}"]`) });
  return (await read.count()) > 0 && (await madeMs(read.first())) > sinceMs;
}

/** Whether every image has come. */
function loaded(images: (HTMLElement | SVGElement)[]): boolean[] {
  return images.map(image => (image as HTMLImageElement).naturalWidth > 0);
}

/** When the passage of a card was made: its id begins with the time (RFC 9562 §5.7). */
async function madeMs(card: ReturnType<typeof cards>): Promise<number> {
  const passageId = (await card.getAttribute('data-passage')) ?? '';
  return Number.parseInt(passageId.replace('-', '').slice(0, 12), 16);
}
