// Another system's passages, from a file in a browser to the strip, by an administrator's own hands.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { type CoreAlone, startCoreAlone } from './core-alone.ts';
import { connectPaperAgents, demoCity, type PaperAgents, paperCamera, paperId } from './paper-agents.ts';
import { signIn } from './session.ts';

let core: CoreAlone;
let agents: PaperAgents;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  core = await startCoreAlone(demoCity());
  agents = await connectPaperAgents(core, [paperCamera(1, null)]);
  browser = await launchChromium();
  page = await newPage(browser, { viewport: { width: 1600, height: 900 } });
  await signIn(page, core);
});
afterAll(async () => {
  await browser?.close();
  agents?.close();
  await core?.close();
});

const row = (n: number, plate: string) =>
  `${paperId(1)},${new Date(Date.now() - n * 1000).toISOString()},${plate},5,02`;

it('a file is imported: good lines stand in the strip, bad ones are told and can be downloaded', async () => {
  const good = Array.from({ length: 40 }, (_, n) => row(40 - n, `浙A${String(n).padStart(5, '0')}`));
  const text = ['camera,time,plate,colour,kind', ...good, row(1, '不是号码!'), 'a,b,c'].join('\n');
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-action="imports"]').click();
  await page.locator('[data-field="system"]').fill('市局卡口平台');
  await page
    .locator('[data-import-state] input[type="file"]')
    .setInputFiles({ name: '过车.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const dialog = page.locator('[data-import-state="done"]');
  await dialog.locator('[data-import-row][data-state="whole"] [data-stored="40"][data-bad="2"]').waitFor();
  const told = await dialog.locator('[data-bad-line]').allInnerTexts();
  expect(told.map(line => line.split('\t'))).toEqual([
    ['42', '不是车牌号码：不是号码!'],
    ['43', '有 3 列，首行有 5 列'],
  ]);
  const downloading = page.waitForEvent('download');
  await dialog.locator('[data-action="download-bad"]').click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe('过车.csv.bad.csv');
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe('42,"不是车牌号码：不是号码!","no plate number: 不是号码!"');

  await page.keyboard.press('Escape');
  const card = page.locator('[data-passage]').first();
  await card.getByText('市局卡口平台').waitFor();
  await card.click();
  await page.locator('[data-passage-detail]').getByText('没有图片').waitFor();
});
