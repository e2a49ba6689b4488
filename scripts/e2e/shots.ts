// Pictures of what the end-to-end tests saw, for whoever looks after a run. What is asserted is the scene's state.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = process.env.E2E_SHOTS ?? fileURLToPath(new URL('./out', import.meta.url));

/** A map drawn by the processor takes its time over a picture of itself. */
export async function saveShot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), timeout: 60_000 });
}
