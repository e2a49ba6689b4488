// What a user does with passages and in the installer's view, and what is on those pictures.
import type { Locator, Page } from 'playwright-core';

export const cards = (page: Page, cameraId: string): Locator =>
  page.locator(`[data-passage-camera="${cameraId}"]`);

/** The numbers in the strip, newest first; unreadable ones are ''. */
export function numbersInStrip(page: Page, cameraId: string): Promise<string[]> {
  return cards(page, cameraId)
    .locator('[data-plate-text]')
    .evaluateAll(badges => badges.map(badge => badge.getAttribute('data-plate-text') ?? ''));
}

/** Opens the installer's view of a camera that is on this tile, and waits for its first analysed picture. */
export async function openInstaller(page: Page, tile: number): Promise<void> {
  await page.locator(`[data-tile="${tile}"]`).hover();
  await page.locator(`[data-tile="${tile}"] [data-action="plates"]`).click();
  await page.locator('[data-setup="ready"] [data-stage][data-view-taken]').waitFor({ timeout: 60_000 });
}

export type ShapeKind = 'region' | 'lane' | 'mask';

/** Draws a shape by mouse; `points` in parts of the picture. */
export async function drawShape(
  page: Page,
  kind: ShapeKind,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  await page.locator(`[data-action="draw-${kind}"]`).click();
  const stage = page.locator('[data-stage]');
  await stage.and(page.locator(`[data-pen="${kind}"]`)).waitFor();
  const box = (await stage.boundingBox())!;
  for (const [i, [x, y]] of points.entries()) {
    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    await stage.and(page.locator(`[data-pen-points="${i + 1}"]`)).waitFor();
  }
  await page.keyboard.press('Enter');
  await stage.and(page.locator(':not([data-pen])')).waitFor();
}

/** Mean brightness (0–255) around a place of the analysed picture itself, without what is drawn over it. */
export function analysedBrightness(page: Page, x: number, y: number): Promise<number> {
  return page.locator('canvas[data-analysed]').evaluate(
    (canvas: HTMLCanvasElement, [atX, atY]) => {
      const side = 9;
      const left = Math.round(atX * canvas.width - side / 2);
      const top = Math.round(atY * canvas.height - side / 2);
      const { data } = canvas.getContext('2d')!.getImageData(left, top, side, side);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i]! + data[i + 1]! + data[i + 2]!;
      return sum / (side * side * 3);
    },
    [x, y] as const,
  );
}

/** The same of a JPEG that the core serves; null while there is none. */
export function jpegBrightness(page: Page, url: string, x: number, y: number): Promise<number | null> {
  return page.evaluate(
    async ([address, atX, atY]) => {
      const answer = await fetch(address, { cache: 'no-store' });
      if (!answer.ok) return null;
      const bitmap = await createImageBitmap(await answer.blob());
      const side = 9;
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d')!;
      const left = Math.round(atX * bitmap.width - side / 2);
      const top = Math.round(atY * bitmap.height - side / 2);
      context.drawImage(bitmap, left, top, side, side, 0, 0, side, side);
      const { data } = context.getImageData(0, 0, side, side);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i]! + data[i + 1]! + data[i + 2]!;
      return sum / (side * side * 3);
    },
    [url, x, y] as const,
  );
}
