// What users do with the watch list.
import type { Page } from 'playwright-core';
import { chooseArea } from './choose-area.ts';

/** Adds a user by the menu of the account; gives what he signs in with. */
export async function addUser(page: Page, username: string): Promise<{ username: string; password: string }> {
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-action="add-user"]').click();
  await page.locator('[data-new-username]').fill(username);
  await page.locator('[data-action="add-user-save"]').click();
  const password = (await page.locator('[data-first-password]').textContent())!.trim();
  await page.locator('.ant-modal-close:visible').click();
  return { username, password };
}

async function openEntries(page: Page): Promise<void> {
  await page.locator('[data-screen="alerts"]').click();
  await page.locator('[data-tab="entries"]').click();
}

/** Applies for a number in the whole of the demo city; the case is asked for and said where the page knows of none. */
export async function applyForWatch(page: Page, plate: string): Promise<void> {
  await openEntries(page);
  await page.locator('[data-action="apply"]').click();
  await page.locator('[data-apply-plate]').fill(plate);
  await page.locator('[data-apply-reason]').fill('被盗车辆，发现后通知值班');
  await chooseArea(page.locator('[data-apply]'), '示范市');
  const chosen = await page.locator('[data-apply] [data-case-chosen]').getAttribute('data-case-chosen');
  await page.locator('[data-action="apply-submit"]').click();
  if (!chosen) await sayCase(page);
  await page.locator('[data-apply]').waitFor({ state: 'detached' });
}

async function sayCase(page: Page): Promise<void> {
  const dialog = page.locator('[data-case-dialog]');
  await dialog.locator('#reason').fill('排查被盗车辆');
  await dialog.locator('#caseNumber').fill('A2026-1125');
  await dialog.locator('#unit').fill('城西派出所');
  await dialog.locator('[data-action="case-save"]').click();
}

export async function approveWatch(page: Page, plate: string): Promise<void> {
  await openEntries(page);
  const entry = page.locator('[data-entry]').filter({ hasText: plate });
  await entry.locator('[data-entry-step="approve"]').click();
  await page.locator('#confirm-step').click();
  await entry.waitFor({ state: 'detached' });
}

/** The open alert, from signing to feeding back. */
export async function handleAlert(page: Page): Promise<void> {
  const words = { sign: null, check: '号牌、颜色一致', handle: '通知东门拦停', 'feed-back': '车辆已找回' };
  for (const [kind, note] of Object.entries(words)) {
    const next = page.locator(`[data-next-step="${kind}"]`);
    await next.waitFor();
    if (note) await next.locator('[data-step-note]').fill(note);
    await next.locator('[data-action="step"]').click();
    await page.locator(`[data-next-step="${kind}"]`).waitFor({ state: 'detached' });
  }
  await page.locator('[data-which="done"]').click();
  await page.locator('[data-alert-state="fed-back"]').first().waitFor();
}

/** Applies as one and approves as another, at these cameras alone. */
export async function watchAt(
  applicant: Page,
  approver: Page,
  { plate, cameraIds }: { plate: string; cameraIds: readonly string[] },
): Promise<void> {
  const post = async <T>(page: Page, path: string, data: object): Promise<T> => {
    const answer = await page.request.post(new URL(`/api/${path}`, page.url()).href, { data });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const purpose = { reason: '排查被盗车辆', caseNumber: 'A2026-1126', unit: '城西派出所' };
  const { id: purposeId } = await post<{ id: string }>(applicant, 'purposes', purpose);
  const hourMs = 3_600_000;
  const { id } = await post<{ id: string }>(applicant, 'watch-entries', {
    ...{ purposeId, plate, cameraIds, tolerant: false, kinds: [], colours: [], areas: [], hours: null },
    ...{ fromMs: Date.now() - hourMs, untilMs: Date.now() + hourMs, reason: '被盗车辆，发现后通知值班' },
  });
  await post(approver, `watch-entries/${id}/steps`, { kind: 'approve', note: '' });
}
