// What a user does on the wall screen.
import type { Page } from 'playwright-core';

export type Layout = 1 | 4 | 9 | 16;

/** Lets the wall open with this layout and these cameras, as if the user had left it so in this browser. */
export async function presetWall(
  page: Page,
  username: string,
  layout: Layout,
  cameraIds: readonly string[] = [],
): Promise<void> {
  const slots = Array.from({ length: 16 }, (_, i) => cameraIds[i] ?? null);
  await page.addInitScript(
    ([key, value]) => {
      // Once per page: what the user does later stays.
      if (sessionStorage.getItem(key)) return;
      sessionStorage.setItem(key, 'preset');
      localStorage.setItem(key, value);
    },
    [`brightwall.wall.${username}`, JSON.stringify({ layout, slots })] as const,
  );
}

export const treeRow = (page: Page, cameraId: string) =>
  page.locator(`[data-tree-camera="${cameraId}"]`).first();

/** Puts a camera on the first empty tile, by a double click in the tree. */
export async function openCamera(page: Page, cameraId: string): Promise<void> {
  await treeRow(page, cameraId).dblclick();
}
