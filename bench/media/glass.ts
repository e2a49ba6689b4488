// Glass to glass: from the moment the simulator sends a frame to the moment the page shows it, for one
// main stream over WebRTC. The frame says which it is: its number is burnt in and read back from the page.
import type { Page } from 'playwright-core';
import { launchChromium, newPage } from '../../scripts/e2e/browser.ts';
import { addFrameReader, pictureOf, waitLive } from '../../scripts/e2e/picture.ts';
import { cameras, connected, signIn } from '../../scripts/e2e/session.ts';
import { type SentFrame, sentFrames } from '../../scripts/e2e/simulator-control.ts';
import { type System, startSystem } from '../../scripts/e2e/system.ts';
import { openCamera, presetWall, treeRow } from '../../scripts/e2e/wall.ts';
import type { BenchResult } from '../frame.ts';
import { percentile } from '../frame.ts';
import type { MediaOptions } from './options.ts';
import { delay } from './wait.ts';

interface ShownFrame {
  /** Number burnt in; null when the code could not be read. */
  readonly frame: number | null;
  readonly camera: number | null;
  /** Epoch ms by this machine's clock. */
  readonly shownMs: number;
}

const CAMERA = 1;
/** What happens while the first seconds run (jitter buffer, start of decoding) is the first-frame bench's. */
const SETTLE_MS = 5_000;
/** The simulator remembers 40 s of frames. */
const POLL_MS = 20_000;

export async function measureGlass({ seconds }: MediaOptions): Promise<BenchResult> {
  const system = await startSystem(['--cameras', '4']);
  const browser = await launchChromium();
  try {
    const page = await newPage(browser, { viewport: { width: 1920, height: 1080 } });
    await presetWall(page, system.firstRun.username, 1);
    await addFrameReader(page);
    await signIn(page, system);
    await connected(page);
    const id = await appears(page, system, system.simulator!.cameras[CAMERA - 1]!.name);
    await treeRow(page, id).waitFor();
    await openCamera(page, id);
    await waitLive(page, id);
    await delay(SETTLE_MS);
    const transport = await pictureOf(page, id).getAttribute('data-transport');
    const profile = await pictureOf(page, id).getAttribute('data-profile');

    const sent = new Map<number, SentFrame>();
    const watched = watch(page, id, seconds);
    const note = async () => {
      for (const frame of await sentFrames(system, CAMERA, 'main')) sent.set(frame.sentMs, frame);
    };
    for (let left = seconds * 1000; left > 0; left -= POLL_MS) {
      await delay(Math.min(left, POLL_MS));
      await note();
    }
    const shown = await watched;
    await note();
    return told(shown, [...sent.values()], `${profile} stream by ${transport}`);
  } finally {
    await browser.close();
    await system.close();
  }
}

async function appears(page: Page, system: System, name: string): Promise<string> {
  for (let tries = 0; tries < 240; tries++) {
    const camera = (await cameras(page, system)).find(c => c.name === name && c.state.kind === 'live');
    if (camera) return camera.id;
    await delay(250);
  }
  throw new Error(`${name} is not live within 60 s`);
}

/** Every frame the page shows for some seconds. */
function watch(page: Page, id: string, seconds: number): Promise<ShownFrame[]> {
  return pictureOf(page, id)
    .locator('video')
    .evaluate(
      (video: HTMLVideoElement, ms) =>
        new Promise<ShownFrame[]>(resolve => {
          const shown: ShownFrame[] = [];
          const endMs = performance.now() + ms;
          const look: VideoFrameRequestCallback = (nowMs, { expectedDisplayTime }) => {
            if (performance.now() >= endMs) return resolve(shown);
            // The later of both: when the callback ran, and when the compositor says the frame is visible.
            const shownMs = Date.now() - performance.now() + Math.max(nowMs, expectedDisplayTime);
            const code = window.readBurntCode(video);
            shown.push({ frame: code?.frame ?? null, camera: code?.camera ?? null, shownMs });
            video.requestVideoFrameCallback(look);
          };
          video.requestVideoFrameCallback(look);
        }),
      seconds * 1000,
    );
}

function told(shown: readonly ShownFrame[], sent: readonly SentFrame[], stream: string): BenchResult {
  const bySent = [...sent].sort((a, b) => b.sentMs - a.sentMs);
  const legible = shown.filter(({ camera, frame }) => camera === CAMERA && frame !== null);
  const delays = legible
    .map(({ frame, shownMs }) => {
      // Numbers come again with every loop, 10 s later: the newest sent before it was shown is meant.
      const origin = bySent.find(s => s.frame === frame && s.sentMs <= shownMs);
      return origin ? shownMs - origin.sentMs : null;
    })
    .filter(ms => ms !== null);
  const spread = `min ${Math.min(...delays).toFixed(0)} p50 ${percentile(delays, 0.5).toFixed(0)} p99 ${percentile(delays, 0.99).toFixed(0)} max ${Math.max(...delays).toFixed(0)}, n=${delays.length}`;
  const first = shown[0]?.shownMs ?? 0;
  const spanS = ((shown.at(-1)?.shownMs ?? 0) - first) / 1000;
  return {
    figures: [
      { name: 'glass to glass p50', figure: percentile(delays, 0.5), spread },
      { name: 'glass to glass p95', figure: percentile(delays, 0.95), spread },
    ],
    notes: [
      `glass to glass: ${stream}, one tile, ${spanS.toFixed(0)} s; ${shown.length} frames shown (${(shown.length / spanS).toFixed(1)} a second), the burnt-in number read back and found among the sent in ${delays.length}. From the simulator's send (after its encoder, so a camera's own encoding is not in it) to the page's expected display time, one clock.`,
    ],
  };
}
