// What an operator does with many cameras at once on the map, in a real browser, with ten thousand cameras that
// stand on paper only. What is expected is reckoned here from the city's files, not by the page's own code.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { distanceM, type LonLat, lineBetween, onLine, pointAt, streetLine } from './city-roads.ts';
import { connectPaperAgents, demoPlaces, type PaperAgents, paperCamera, paperId } from './paper-agents.ts';
import { signIn } from './session.ts';
import { saveShot } from './shots.ts';
import { type System, startSystem } from './system.ts';

const count = 10_000;
const places = demoPlaces().slice(0, count);
const cameras = places.map((place, i) => ({ ...place, id: paperId(i + 1) }));

let system: System;
let agents: PaperAgents;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  system = await startSystem(['--no-simulator']);
  agents = await connectPaperAgents(
    system,
    places.map((place, i) => paperCamera(i + 1, place)),
  );
  browser = await launchChromium();
  page = await newPage(browser, { viewport: { width: 1200, height: 640 } });
  await signIn(page, system, '#/map3d');
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 120_000 });
  await page.locator(`[data-cameras-drawn="${count}"]`).waitFor();
  await scene().focus();
});
afterAll(async () => {
  await browser?.close();
  agents?.close();
  await system?.close();
});

const scene = () => page.locator('[data-map-ready]');
const panel = () => page.locator('[data-selection]');
const relay = () => page.locator('[data-relay]');
const listed = async (attribute: 'data-selected' | 'data-stops') =>
  ((await page.locator(`[${attribute}]`).getAttribute(attribute)) ?? '').split(' ').filter(Boolean);
const windows = () =>
  page
    .locator('[data-focus-camera]')
    .evaluateAll(all => all.map(one => one.getAttribute('data-focus-camera')));

/** What the page's map says of itself. */
interface SceneElement extends HTMLElement {
  cityMap: {
    moves: { centre: LonLat };
    facts: { shapes: Record<string, number> };
    screenOfPlace(place: LonLat): { x: number; y: number } | null;
    placeAt(x: number, y: number): LonLat;
  };
}
const shapes = () => scene().evaluate(element => (element as SceneElement).cityMap.facts.shapes);
const centre = () => scene().evaluate(element => (element as SceneElement).cityMap.moves.centre);

/** Resolves when the picture of the map is of where the map is: its moves are at once here, its frames are not. */
async function isDrawn(): Promise<void> {
  await expect
    .poll(() =>
      scene().evaluate(element => {
        const { cityMap } = element as SceneElement;
        const at = cityMap.screenOfPlace(cityMap.moves.centre);
        return at && Math.hypot(at.x - element.clientWidth / 2, at.y - element.clientHeight / 2);
      }),
    )
    .toBeLessThan(2);
}

/** Clicks the ground at a place; gives the ground that is really under the clicked pixel. */
async function clickGround(at: LonLat): Promise<LonLat> {
  const { x, y, ground } = await scene().evaluate((element, place) => {
    const { cityMap } = element as SceneElement;
    const point = cityMap.screenOfPlace(place);
    if (!point) throw new Error('that place is out of sight');
    const [px, py] = [Math.round(point.x), Math.round(point.y)];
    return { x: px, y: py, ground: cityMap.placeAt(px, py) };
  }, at);
  const box = (await scene().boundingBox())!;
  await page.mouse.click(box.x + x, box.y + y);
  return ground;
}

const street = streetLine('人民路');

/** The two places on that street that are farthest apart on the map that panels and tools leave free. */
async function ends(): Promise<[LonLat, LonLat]> {
  await isDrawn();
  const { alongM } = onLine(street, await centre());
  const around = Array.from({ length: 81 }, (_, i) => pointAt(street, alongM + (i - 40) * 10));
  const free = await scene().evaluate((element, all) => {
    const { cityMap } = element as SceneElement;
    return all.map(place => {
      const at = cityMap.screenOfPlace(place);
      const { clientWidth: width, clientHeight: height } = element;
      return at !== null && at.x > 440 && at.x < width - 40 && at.y > 120 && at.y < height - 80;
    });
  }, around);
  const [from, to] = [around[free.indexOf(true)], around[free.lastIndexOf(true)]];
  if (!from || !to) throw new Error('the street is not in sight');
  return [from, to];
}

/** Sure to be listed (by `true`) or left out; null at the very edge, where pixels decide. */
const isBeside = (line: readonly LonLat[], at: LonLat, bufferM: number): boolean | null => {
  const away = onLine(line, at).distanceM;
  return Math.abs(away - bufferM) < 1 ? null : away < bufferM;
};

describe('along a route', () => {
  let chosen: string[] = [];

  it('the cameras beside it are listed in its order', async () => {
    const [from, to] = await ends();
    await page.keyboard.press('r');
    await page.locator('[data-drawing="route"]').waitFor();
    const start = await clickGround(from);
    await expect.poll(async () => (await shapes()).drawing ?? 0).toBeGreaterThan(0);
    const end = await clickGround(to);
    await page.keyboard.press('Enter');
    await panel().and(page.locator('[data-selection="route"]')).waitFor();
    chosen = await listed('data-selected');

    const line = lineBetween(street, start, end);
    const must = cameras.filter(camera => isBeside(line, camera, 50) === true);
    const may = cameras.filter(camera => isBeside(line, camera, 50) !== false);
    expect(must.length).toBeGreaterThan(5);
    expect(chosen).toEqual(expect.arrayContaining(must.map(({ id }) => id)));
    expect(may.map(({ id }) => id)).toEqual(expect.arrayContaining(chosen));
    const alongs = chosen.map(id => onLine(line, cameras.find(camera => camera.id === id)!).alongM);
    for (let i = 1; i < alongs.length; i += 1) expect(alongs[i]! - alongs[i - 1]!).toBeGreaterThan(-1);
    expect(await shapes()).toMatchObject({ selection: 2, chosen: chosen.length });
    await isDrawn();
    await saveShot(page, 'selection-route');
  });

  it('all of them are played, as many as there are windows', async () => {
    await page.keyboard.press('a');
    await expect.poll(windows).toEqual(chosen.slice(0, 6));
  });

  it('all of them go to the wall, in the smallest layout that holds them', async () => {
    await page.keyboard.press('Shift+W');
    const kept = () =>
      page.evaluate(
        key => JSON.parse(localStorage.getItem(key) ?? 'null'),
        `brightwall.wall.${system.firstRun.username}`,
      );
    await expect.poll(async () => ((await kept()) as { slots: string[] } | null)?.slots[0]).toBe(chosen[0]);
    const { layout, slots } = (await kept()) as { layout: number; slots: (string | null)[] };
    expect(slots.filter(Boolean)).toEqual(chosen.slice(0, 16));
    expect(layout).toBe([1, 4, 9, 16].find(size => size >= Math.min(chosen.length, 16)));
  });
});

describe('视频接力', () => {
  it('steps along the cameras of a way, with the next two open', async () => {
    // The windows lie over the map.
    await page.getByRole('button', { name: '全部关闭' }).click();
    await page.keyboard.press('j');
    await page.locator('[data-drawing="relay"]').waitFor();
    const [from, to] = await ends();
    const line = lineBetween(street, await clickGround(from), await clickGround(to));
    await relay().and(page.locator('[data-relay="way"]')).waitFor();
    const stops = await listed('data-stops');
    expect(stops.length).toBeGreaterThan(3);
    const on = stops.map(id => onLine(line, cameras.find(camera => camera.id === id)!));
    for (const [i, { distanceM: away, alongM }] of on.entries()) {
      expect(away).toBeLessThan(51);
      expect(alongM).toBeGreaterThan((on[i - 1]?.alongM ?? 0) - 1);
    }
    await expect.poll(windows).toEqual(stops.slice(0, 3));
    await page.keyboard.press('PageDown');
    await expect.poll(() => relay().getAttribute('data-current')).toBe(stops[1]);
    await expect.poll(windows).toEqual(stops.slice(1, 4));
    await page.keyboard.press('PageUp');
    await expect.poll(windows).toEqual(stops.slice(0, 3));
  });

  it('follows a vehicle from a window to the next camera along a road', async () => {
    await page.keyboard.press('Shift+J');
    await relay().and(page.locator('[data-relay="follow"]')).waitFor();
    const next = page.locator('[data-next]').first();
    const id = await next.getAttribute('data-next');
    await page.keyboard.press('PageDown');
    await expect.poll(() => relay().getAttribute('data-current')).toBe(id);
    expect((await listed('data-stops')).at(-1)).toBe(id);
    await expect.poll(async () => (await windows())[0]).toBe(id);
  });

  it('ends with Escape, and the windows stay', async () => {
    await page.keyboard.press('Escape');
    await relay().waitFor({ state: 'detached' });
    expect((await windows()).length).toBeGreaterThan(0);
  });
});

describe('by keyboard', () => {
  it('a circle around the middle of the map has the cameras within it, nearest first', async () => {
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowUp');
    await isDrawn();
    const middle = await centre();
    await page.keyboard.press(' ');
    await panel().and(page.locator('[data-selection="circle"]')).waitFor();
    const found = await listed('data-selected');
    const aways = new Map(cameras.map(camera => [camera.id, distanceM(camera, middle)]));
    const within = (metres: number) => [...aways].filter(([, away]) => away < metres).map(([id]) => id);
    expect(found).toEqual(expect.arrayContaining(within(199)));
    expect(within(201)).toEqual(expect.arrayContaining(found));
    expect(found.length).toBeGreaterThan(3);
    for (let i = 1; i < found.length; i += 1)
      expect(aways.get(found[i]!)! - aways.get(found[i - 1]!)!).toBeGreaterThan(-0.5);
  });

  it('Escape leaves what was marked', async () => {
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    expect(await shapes()).not.toHaveProperty('selection');
  });
});

describe('finding', () => {
  const field = () => page.locator('[data-find] input');
  const found = () =>
    page.locator('[data-found]').evaluateAll(all => all.map(one => one.getAttribute('data-found')));

  it('a camera is found by its whole code, and its window opens', async () => {
    await page.keyboard.press('/');
    await field().fill(paperCamera(4321, null).code!);
    await expect.poll(found).toEqual([paperId(4321)]);
    await page.keyboard.press('Enter');
    await page.locator(`[data-focus-camera="${paperId(4321)}"]`).waitFor();
    await page.locator('[data-find]').waitFor({ state: 'detached' });
  });

  it('a street and the cameras on it are found by initials', async () => {
    await page.keyboard.press('Control+k');
    await field().fill('rmlyjfl');
    await expect.poll(async () => (await found()).length).toBeGreaterThan(0);
    const named = (await found()).map(id => cameras.find(camera => camera.id === id)?.name);
    for (const name of named) expect(name).toMatch(/人民路与解放路/);
    await field().fill('rml');
    await expect.poll(async () => (await found())[0]).toBe('road-人民路');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await shapes()).found ?? 0).toBeGreaterThan(10);
  });
});
