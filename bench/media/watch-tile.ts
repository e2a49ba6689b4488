// Times a tile from inside the page, by the page's own clock: from the user's input event to the
// poster's paint and to the first live frame's.
import type { Page } from 'playwright-core';

export interface TileTimes {
  /** From the input event to the paint that shows the poster; null when live frames came without one. */
  readonly posterMs: number | null;
  readonly liveMs: number;
  readonly profile: string | null;
  readonly transport: string | null;
}

declare global {
  interface Window {
    watchTile(cameraId: string): Promise<TileTimes>;
  }
}

/** Gives every later document of the page `watchTile`. */
export async function addTileWatch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.watchTile = cameraId =>
      new Promise((resolve, reject) => {
        let startedMs = Number.NaN;
        let posterMs: number | null = null;
        setTimeout(() => reject(new Error(`no picture of ${cameraId} within 20 s`)), 20_000);
        // An input event's time stamp is when the system had it, before any of our code ran.
        window.addEventListener('dblclick', event => (startedMs = event.timeStamp), {
          capture: true,
          once: true,
        });

        const paintedMs = () =>
          new Promise<number>(done => {
            // The frame callback runs before the paint, a message posted in it after.
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => done(performance.now());
              port2.postMessage(null);
            });
          });
        const watchPoster = async (image: HTMLImageElement) => {
          await image.decode();
          const atMs = await paintedMs();
          posterMs ??= atMs - startedMs;
        };
        const watchVideo = (video: HTMLVideoElement, root: HTMLElement) => {
          video.requestVideoFrameCallback((nowMs, { expectedDisplayTime }) => {
            const liveMs = Math.max(nowMs, expectedDisplayTime) - startedMs;
            // The page tells its state a moment after the frame.
            setTimeout(() => {
              const { profile = null, transport = null } = root.dataset;
              resolve({ posterMs, liveMs, profile, transport });
            }, 200);
          });
        };

        const seen = new Set<Element>();
        const look = () => {
          const root = document.querySelector<HTMLElement>(`[data-camera-id="${cameraId}"][data-state]`);
          if (!root) return;
          const image = root.querySelector<HTMLImageElement>('img[data-poster]');
          const video = root.querySelector('video');
          if (image && !seen.has(image)) {
            seen.add(image);
            watchPoster(image).catch(() => seen.delete(image));
          }
          if (video && !seen.has(video)) {
            seen.add(video);
            watchVideo(video, root);
          }
          if (image && video) observer.disconnect();
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { childList: true, subtree: true });
      });
  });
}
