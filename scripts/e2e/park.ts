// What users do with the park's list and gates.
import type { Page } from 'playwright-core';

/** Marks a camera as a gate; the page's case is known already. */
export async function markGate(page: Page, cameraId: string, role: 'entry' | 'exit' | 'both'): Promise<void> {
  await page.locator('[data-screen="park"]').click();
  await page.locator('[data-tab="settings"]').click();
  const row = page.locator(`[data-gate-row="${cameraId}"]`);
  await row.locator(`[data-gate-role="${role}"]`).click();
  await row.and(page.locator(`[data-role="${role}"]`)).waitFor();
}

/** Puts a number on a list; the page's case is known already. */
export async function listVehicle(page: Page, plate: string, list: 'permitted' | 'refused'): Promise<void> {
  await page.locator('[data-screen="park"]').click();
  await page.locator('[data-tab="list"]').click();
  await page.locator('[data-action="add-vehicle"]').click();
  await page.locator('[data-add-plate]').fill(plate);
  await page.locator(`[data-add-list="${list}"]`).click();
  await page.locator('[data-add-host]').fill('园区保卫');
  await page.locator('[data-action="add-vehicle-save"]').click();
  await page.locator(`[data-park-vehicle="${plate}"]`).waitFor();
}
