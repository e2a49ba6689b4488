// From a city whose vehicles are known to the screen: analyses are chosen, filled in, run, opened and saved.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('what finds nothing says what to do', async () => {
  await choose('companions');
  await page.locator('[data-term="plate"]').fill('京Z99999');
  await run();
  await rows(0);
});
