import type { Locator } from 'playwright-core';

/** Chooses an area by its name where a form asks for cameras, once the list of areas has come. */
export async function chooseArea(form: Locator, name: string): Promise<void> {
  const page = form.page();
  await form.locator('[data-where-areas] input').fill(name);
  await page.locator(`.ant-select-dropdown:visible .ant-select-item-option[title="${name}"]`).click();
  await form.locator(`[data-where-areas="${name}"]`).waitFor();
  await page.keyboard.press('Escape');
}
