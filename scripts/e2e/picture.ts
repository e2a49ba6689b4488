// What is really on a page's pictures: decoded frames, and the code burnt into them by the simulator.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import type { FrameCode } from '../../simulator/src/content/frame-code.ts';

declare global {
  interface Window {
    /** Reads the burnt-in code of a video element's present frame; put there by `addFrameReader`. */
    readBurntCode(video: HTMLVideoElement): FrameCode | null;
  }
}

/** Gives every later document of the page the simulator's own reader of burnt-in codes. */
export async function addFrameReader(page: Page): Promise<void> {
  const source = readFileSync(new URL('../../simulator/src/content/frame-code.ts', import.meta.url), 'utf8');
  const script = stripTypeScriptTypes(source).replaceAll(/^export /gm, '');
  await page.addInitScript(`(() => {
    ${script}
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    window.readBurntCode = video => {
      const { videoWidth: width, videoHeight: height } = video;
      // The code stands in the topmost 48 of 720 lines: only those are copied.
      const lines = Math.ceil((height * 52) / 720);
      if (lines === 0) return null;
      if (canvas.width !== width || canvas.height !== lines) Object.assign(canvas, { width, height: lines });
      context.drawImage(video, 0, 0, width, height);
      return readFrameCode(context.getImageData(0, 0, width, lines).data, width, height);
    };
  })()`);
}

/** The picture of a camera, wherever it is on the page. It says its state in data attributes. */
export const pictureOf = (page: Page, cameraId: string): Locator =>
  page.locator(`[data-camera-id="${cameraId}"][data-state]`).first();

/** Resolves when frames of the camera reach the screen. */
export async function waitLive(page: Page, cameraId: string, timeout = 30_000): Promise<void> {
  const picture = page.locator(`[data-camera-id="${cameraId}"][data-state="live"]`).first();
  await picture.waitFor({ timeout });
}

/** Frames decoded so far by the camera's video element. */
export function decodedFrames(page: Page, cameraId: string): Promise<number> {
  return pictureOf(page, cameraId)
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
}

/** Resolves when `more` further frames were decoded. */
export async function waitFrames(
  page: Page,
  cameraId: string,
  more: number,
  timeout = 30_000,
): Promise<void> {
  const from = await decodedFrames(page, cameraId);
  await page.waitForFunction(
    ([id, frames]) => {
      const video = document.querySelector<HTMLVideoElement>(`[data-camera-id="${id}"] video`);
      return (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) >= frames;
    },
    [cameraId, from + more] as const,
    { timeout },
  );
}

/** The code burnt into the next frame shown in which it is legible. */
export function burntCode(page: Page, cameraId: string): Promise<FrameCode> {
  return pictureOf(page, cameraId)
    .locator('video')
    .evaluate(
      (video: HTMLVideoElement) =>
        new Promise<FrameCode>((resolve, reject) => {
          setTimeout(() => reject(new Error('no legible code within 10 s')), 10_000);
          const look = () => {
            const code = window.readBurntCode(video);
            if (code) resolve(code);
            else video.requestVideoFrameCallback(look);
          };
          video.requestVideoFrameCallback(look);
        }),
    );
}
