// What a user does on the search screen.
import type { Page } from 'playwright-core';

/** Fills in the dialog that asks for the case, which opens with the first look. */
export async function nameCase(page: Page): Promise<void> {
  await page.locator('[data-case-dialog]').waitFor();
  for (const [field, text] of [
    ['reason', '排查盗窃案嫌疑车辆'],
    ['caseNumber', 'A2026-0001'],
    ['unit', '示范市局刑侦大队'],
  ] as const)
    await page.locator(`[data-case-dialog] #${field}`).fill(text);
  await page.locator('[data-action="case-save"]').click();
  await page.locator('[data-case-dialog]').waitFor({ state: 'hidden' });
}
