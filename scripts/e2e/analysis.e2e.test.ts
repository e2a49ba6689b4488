// From a city whose vehicles are known to the screen: analyses are chosen, filled in, run, opened and saved.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Area, parseAreas } from '../../wall-client/src/net/area-file.ts';
import { isInside } from '../../wall-client/src/screens/map3d/select/plane.ts';
import { chooseArea } from './choose-area.ts';
import { cityFile } from './city-roads.ts';
import type { DrivenVehicle } from './driven-city.ts';
import { type DrivenPage, openDrivenPage } from './driven-page.ts';
import { nameCase } from './search.ts';

let driven: DrivenPage;
let page: Page;
let sought: DrivenVehicle;

beforeAll(async () => {
  driven = await openDrivenPage('#/analysis');
  ({ page, sought } = driven);
});
afterAll(() => driven?.close());

const choose = (name: string) => page.locator(`[data-choose="${name}"]`).click();
const run = () => page.locator('[data-action="analyse"]').click();
const rows = (count: number) => page.locator(`[data-analysis-status="done"][data-rows="${count}"]`).waitFor();

it('an analysis asks for the case once, and shows its rows with the passages behind them', async () => {
  await choose('plate-family');
  await page.locator('[data-term="plate"]').fill(sought.plate);
  await run();
  await nameCase(page);
  await page.locator('[data-analysis-status="done"]').waitFor();
  expect(await page.locator('tbody tr.ant-table-row').first().textContent()).toContain(sought.plate);
  await page.locator('.ant-table-row-expand-icon').first().click();
  expect(await page.locator('[data-evidence] li').count()).toBe(2);
});

it('another takes its own terms, and is saved as a table', async () => {
  await choose('stays');
  await page.locator('[data-term="plate"]').fill(sought.plate);
  await page.locator('#minHours').fill('0.5');
  await run();
  // Two trips an hour apart: one stay between them.
  await rows(1);
  const saved = page.waitForEvent('download');
  await page.locator('[data-action="export"]').click();
  const path = await (await saved).path();
  const [head, line] = readFileSync(path, 'utf8').split('\r\n');
  expect(head).toContain('号牌号码 Plate');
  expect(line).toContain(sought.plate);
});

it('a result is saved to the case, and opened again as it was, from the list of cases', async () => {
  await page.locator('[data-action="save-analysis"]').click();
  await page.locator('[data-save-dialog] #save_note').fill('与摸排时间吻合');
  await page.locator('[data-action="save-submit"]').click();
  await page.locator('[data-save-dialog]').waitFor({ state: 'hidden' });
  await choose('companions');
  await page.keyboard.press('c');
  await page.locator('[data-saved]').waitFor();
  const exported = page.waitForEvent('download');
  await page.locator('[data-action="saved-export"]').click();
  expect(readFileSync(await (await exported).path(), 'utf8')).toContain(sought.plate);
  await page.locator('[data-action="saved-open"]').click();
  await page.locator('[data-snapshot]').waitFor();
  expect(await page.locator('[data-snapshot]').textContent()).toContain('与摸排时间吻合');
  await page.locator('[data-analysis="stays"][data-rows="1"]').waitFor();
  await page.locator('[data-action="run-again"]').click();
  await page.locator('[data-snapshot]').waitFor({ state: 'hidden' });
  await rows(1);
});

it('flows between areas, chosen by name, are those that were driven, and are drawn on the city’s map', async () => {
  const districts = parseAreas(cityFile('areas.json'))
    .filter(({ level }) => level === 'district')
    .slice(0, 2);
  await choose('od');
  for (const [n, { name }] of districts.entries()) {
    const area = page.locator(`[data-area="${n}"]`);
    await area.locator('[data-term="name"]').fill(name);
    await chooseArea(area, name);
  }
  await run();
  await page.locator('[data-od-cell]').first().waitFor();
  const [a, b] = districts.map(({ name }) => name);
  const told = await Promise.all(
    [`${a} ${b}`, `${b} ${a}`].map(cell => page.locator(`[data-od-cell="${cell}"]`).textContent()),
  );
  const driven = journeysBetween(districts);
  expect(told.map(Number)).toEqual(driven);
  expect(driven[0]! + driven[1]!).toBeGreaterThan(0);
  await page.locator('[data-action="flows-on-map"]').click();
  await page.locator('[data-map-ready="true"][data-shapes~="flows"]').waitFor({ timeout: 60_000 });
  await page.locator(`[data-flows="${driven[0]! + driven[1]!}"]`).waitFor();
  await page.locator('[data-action="flows-close"]').click();
  await page.locator('[data-shapes~="flows"]').waitFor({ state: 'hidden' });
  await page.locator('[data-screen="analysis"]').click();
});

/** From the first to the second and back: next passages of these areas, within the hour that the form begins with. */
function journeysBetween(areas: readonly Area[]): [number, number] {
  const areaOf = new Map(
    driven.city.gates.map(({ cameraId, lon, lat }) => [
      cameraId,
      areas.findIndex(({ ring }) =>
        isInside(
          ring.map(at => [at.lon, at.lat]),
          lon,
          lat,
        ),
      ),
    ]),
  );
  const counts: [number, number] = [0, 0];
  for (const { passages } of driven.city.vehicles) {
    const seen = passages
      .map(({ cameraId, passedMs }) => ({ area: areaOf.get(cameraId)!, passedMs }))
      .filter(({ area }) => area >= 0)
      .sort((one, other) => one.passedMs - other.passedMs);
    for (const [n, { area, passedMs }] of seen.slice(1).entries())
      if (area !== seen[n]!.area && passedMs - seen[n]!.passedMs <= 3_600_000)
        counts[seen[n]!.area as 0 | 1] += 1;
  }
  return counts;
}

it('what finds nothing says what to do', async () => {
  await choose('companions');
  await page.locator('[data-term="plate"]').fill('京Z99999');
  await run();
  await rows(0);
});
