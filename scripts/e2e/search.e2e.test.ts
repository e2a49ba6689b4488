// From a city whose vehicles are known to the screen: one of them is found, followed along the roads and played back.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAreas } from '../../wall-client/src/net/area-file.ts';
import { isInside } from '../../wall-client/src/screens/map3d/select/plane.ts';
import { chooseArea } from './choose-area.ts';
import { cityFile } from './city-roads.ts';
import type { DrivenVehicle } from './driven-city.ts';
import { type DrivenPage, openDrivenPage } from './driven-page.ts';
import { nameCase } from './search.ts';
import { searchTimes, watchSearches } from './search-times.ts';

/** Half of the searches; the others may meet a picture of the map, drawn without a graphics card here. */
const firstRowsMs = 300;

let driven: DrivenPage;
let page: Page;
let sought: DrivenVehicle;

beforeAll(async () => {
  driven = await openDrivenPage('#/search');
  ({ page, sought } = driven);
});
afterAll(() => driven?.close());

const box = () => page.locator('input[data-search-box], [data-search-box] input').first();
const number = async (name: string) => Number(await page.locator(`[${name}]`).first().getAttribute(name));
const rows = () =>
  page
    .locator('[data-found-passage]')
    .evaluateAll(all => all.map(row => row.getAttribute('data-found-passage')));
async function search(text: string): Promise<void> {
  await box().fill(text);
  await page.keyboard.press('Enter');
}

describe('a passage search', () => {
  it('asks for the case once, then finds what passed', async () => {
    await search(`${sought.plate.slice(0, 3)}*`);
    await nameCase(page);
    const alike = driven.city.vehicles.filter(({ plate }) => plate.startsWith(sought.plate.slice(0, 3)));
    const all = alike.flatMap(({ passages }) => passages.map(({ id }) => id));
    await page.locator(`[data-search="found"][data-count="${all.length}"]`).waitFor();

    await search(`${sought.plate} 京A00000`);
    await page.locator(`[data-search="found"][data-count="${sought.passages.length}"]`).waitFor();
    const truth = [...sought.passages].sort((a, b) => b.passedMs - a.passedMs).map(({ id }) => id);
    expect(await rows()).toEqual(truth.slice(0, (await rows()).length));
    expect(await page.locator('[data-case-dialog]').count()).toBe(0);
  });

  it('shows its first rows while the map is still being drawn', async () => {
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
    await watchSearches(page);
    const asked = [`${sought.plate.slice(0, 3)}*`, sought.plate];
    for (let n = 0; n < 8; n++) {
      await search(asked[n % 2]!);
      await page.locator('[data-search="found"]:not([data-count=""])').waitFor();
    }
    const times = await searchTimes(page);
    const list = (name: keyof (typeof times)[number]) => times.map(one => one[name]).join(', ');
    console.log(
      `rows of each search in the page after ${list('shownMs')} ms; the answer's first byte after ${list('answeredMs')}; the page's thread was busy for ${list('busyMs')}`,
    );
    expect(times).toHaveLength(8);
    const shown = times.map(({ shownMs }) => shownMs).sort((a, b) => a - b);
    expect(shown[4]).toBeLessThan(firstRowsMs);
  });

  it('says what is no number, and what to do about nothing', async () => {
    await search('**');
    await page.locator('[data-search="failed"]').waitFor();
    await search('京Z99999');
    await page.locator('[data-search="found"][data-found="0"]').waitFor();
  });

  it('opens a passage with its pictures, and leafs through what was found', async () => {
    await search(sought.plate);
    await page.locator(`[data-count="${sought.passages.length}"]`).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const newest = [...sought.passages].sort((a, b) => b.passedMs - a.passedMs);
    await page.locator(`[data-passage-detail="${newest[0]!.id}"]`).waitFor();
    await expect
      .poll(() =>
        page
          .locator('[data-passage-detail] img[data-picture]')
          .evaluateAll(all => all.map(image => (image as HTMLImageElement).naturalWidth > 0)),
      )
      .toEqual([true, true, true]);
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-passage-detail="${newest[1]!.id}"]`).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-passage-detail]').waitFor({ state: 'hidden' });
  });
});

describe('cameras chosen on the map', () => {
  it('of an area limit what is found', async () => {
    const { area, inside } = areaOf(sought);
    await page.locator('[data-action="pick-on-map"]').click();
    await page.locator('[data-pick-ready="true"]').waitFor({ timeout: 60_000 });
    await page.locator('[data-pick-area] input').fill(area.name);
    await page.keyboard.press('Enter');
    await page.locator(`[data-pick-count="${inside.gates}"]`).waitFor();
    await page.locator('[data-action="pick-use"]').click();
    await page.locator('[data-camera-pick]').waitFor({ state: 'hidden' });
    await search(sought.plate);
    await page.locator(`[data-count="${inside.passages}"]`).waitFor();
    await page.locator('search .ant-select-clear').first().click({ force: true });
    // By name, without the map.
    await chooseArea(page.locator('search'), area.name);
    await search(sought.plate);
    await page.locator(`[data-count="${inside.passages}"]`).waitFor();
    await page.locator('search .ant-select-clear').first().click({ force: true });
    await search(sought.plate);
    await page.locator(`[data-count="${sought.passages.length}"]`).waitFor();
    await page.keyboard.press('ArrowDown');
  });
});

/** A street's area that the vehicle drove through and also left, with what of the truth is in it. */
function areaOf({ passages }: DrivenVehicle) {
  const areas = parseAreas(cityFile('areas.json')).filter(({ level }) => level === 'street');
  for (const area of areas) {
    const ring = area.ring.map(({ lon, lat }): [number, number] => [lon, lat]);
    const gates = driven.city.gates.filter(({ lon, lat }) => isInside(ring, lon, lat));
    const ids = new Set(gates.map(({ cameraId }) => cameraId));
    const inside = passages.filter(({ cameraId }) => ids.has(cameraId)).length;
    if (inside > 0 && inside < passages.length)
      return { area, inside: { gates: gates.length, passages: inside } };
  }
  throw new Error('no street that was driven through and left');
}

describe('a track', () => {
  it('joins the passages to trips on the map, no faster than the vehicle drove', async () => {
    await page.locator('[data-action="track"]').click();
    await page.locator('[data-track="shown"]').waitFor();
    expect(await number('data-track-passages')).toBe(sought.passages.length);
    expect(await number('data-track-trips')).toBe(sought.trips);
    const kmh = await number('data-at-least-kmh');
    expect(kmh).toBeGreaterThan(0);
    // The shortest way between two gates is no longer than the way that was driven.
    expect(kmh).toBeLessThanOrEqual(sought.speedKmh + 1);
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
    await page.locator('[data-shapes~="track"][data-shapes~="vehicle"]').waitFor();
  });

  it('is played back past every gate in the order they were passed', async () => {
    const gates = sought.passages.map(({ cameraId }) => cameraId);
    await page.getByText('×300').click();
    await page.locator('[data-action="track-play"]').click();
    const seen: string[] = [];
    const endMs = sought.passages.at(-1)!.passedMs;
    const look = async () => {
      const last = await page.locator('[data-last-camera]').getAttribute('data-last-camera');
      if (last && last !== seen.at(-1)) seen.push(last);
    };
    await expect
      .poll(
        async () => {
          await look();
          return number('data-track-at');
        },
        { timeout: 30_000, interval: 20 },
      )
      .toBe(endMs);
    await look();
    expect(seen.at(-1)).toBe(gates.at(-1));
    // A slow machine leaves some out, and turns none round.
    let at = -1;
    for (const gate of seen) {
      at = gates.indexOf(gate, at + 1);
      expect(at).toBeGreaterThanOrEqual(0);
    }
  });

  it('is saved to its case and opened again, with what was found', async () => {
    await page.locator('[data-action="save-track"]').click();
    await page.locator('[data-action="save-submit"]').click();
    await page.locator('[data-save-dialog]').waitFor({ state: 'hidden' });
    await page.locator('[data-action="track-close"]').click();
    await search('京Z99999');
    await page.locator('[data-found="0"]').waitFor();
    await page.locator('[data-action="cases"]').click();
    await page.locator('[data-action="saved-open"]').click();
    await page.locator(`[data-snapshot] >> text=${sought.plate}`).waitFor();
    await page.locator(`[data-found="${sought.passages.length}"]`).waitFor();
    expect(await number('data-track-passages')).toBe(sought.passages.length);
    expect(await number('data-track-trips')).toBe(sought.trips);
  });

  it('is shown on the city’s map, until its layer is switched off', async () => {
    await page.locator('[data-action="track-on-map"]').click();
    await page.locator('[data-map-ready="true"][data-shapes~="track"][data-shapes~="vehicle"]').waitFor({
      timeout: 60_000,
    });
    expect(await number('data-track-passages')).toBe(sought.passages.length);
    await page.keyboard.press('l');
    await page.locator('[data-layer="track"]').click();
    await page.locator('[data-track]').waitFor({ state: 'hidden' });
    await page.locator('[data-shapes~="track"]').waitFor({ state: 'hidden' });
    await page.locator('[data-screen="search"]').click();
    await page.locator('[data-action="track-close"]').click();
    await page.locator('[data-track]').waitFor({ state: 'hidden' });
  });
});
