// Pictures of the running system for the README and for eyes: node scripts/e2e/screenshots.ts --out DIR
//   [--cameras 16] [--sizes 1920x1080,3840x2160] [--languages zh,en] [--only login,wall-4,wall-9,wall-16,map3d,drawer,passage,plates]
// It starts a system of its own, as the end-to-end tests do.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, newPage } from './browser.ts';
import { waitLive } from './picture.ts';
import { openInstaller } from './plates.ts';
import { cameras, connected, signIn } from './session.ts';
import { type System, startSystem } from './system.ts';
import { type Layout, presetWall, treeRow } from './wall.ts';

interface Shot {
  readonly name: string;
  /** Tiles with a camera on them before the page is made ready. */
  readonly layout?: Layout;
  /** Brings a signed-in page to what is to be seen. */
  ready(page: Page, ids: readonly string[]): Promise<void>;
}

const wall = (layout: Layout): Shot => ({
  name: `wall-${layout}`,
  layout,
  async ready(page, ids) {
    for (const id of ids.slice(0, layout)) await waitLive(page, id, 120_000);
    // The figures under each picture come once a second.
    await page
      .locator('[data-state="live"][data-fps]')
      .nth(Math.min(layout, ids.length) - 1)
      .waitFor();
    // Enough to fill the strip.
    await page.locator('[data-passage]').nth(8).waitFor({ timeout: 120_000 });
  },
});

const shots: readonly Shot[] = [
  wall(4),
  wall(9),
  wall(16),
  {
    name: 'map3d',
    async ready(page, ids) {
      await page.locator('[data-screen="map3d"]').click();
      await page.locator('[data-map-ready="true"]').waitFor({ timeout: 120_000 });
      await page.locator(`[data-camera-row="${ids[0]}"]`).click();
      await waitLive(page, ids[0]!, 120_000);
      await page.mouse.move(0, 0);
      // Without a GPU the first drawing of the city can hold the page so long that it lost the core.
      await connected(page);
    },
  },
  {
    name: 'drawer',
    layout: 4,
    async ready(page, ids) {
      for (const id of ids.slice(0, 4)) await waitLive(page, id, 120_000);
      await treeRow(page, ids[0]!).hover();
      await treeRow(page, ids[0]!).getByRole('button').click();
      await page.locator('[data-camera-details]').waitFor();
    },
  },
  {
    name: 'passage',
    layout: 4,
    async ready(page) {
      const card = page.locator('[data-passage][data-readable="true"]').nth(2);
      await card.waitFor({ timeout: 120_000 });
      await card.click();
      await page.locator('[data-passage-detail]').waitFor();
    },
  },
  {
    name: 'plates',
    layout: 4,
    async ready(page, ids) {
      await waitLive(page, ids[0]!, 120_000);
      await openInstaller(page, 0);
      await page.locator('[data-stage]:not([data-boxes="0"])').waitFor({ timeout: 120_000 });
    },
  },
];

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    cameras: { type: 'string', default: '16' },
    sizes: { type: 'string', default: '1920x1080,3840x2160' },
    languages: { type: 'string', default: 'zh,en' },
    only: { type: 'string', default: ['login', ...shots.map(shot => shot.name)].join(',') },
  },
});
if (!values.out) {
  process.stderr.write('缺少 --out <目录> / --out <folder> is missing\n');
  process.exit(2);
}
const out = values.out;
const only = new Set(values.only.split(','));
mkdirSync(out, { recursive: true });

const system = await startSystem(['--cameras', values.cameras]);
const browser = await launchChromium();
try {
  const ids = await allLive(browser, system);
  for (const size of values.sizes.split(',')) {
    const [width = 1920, height = 1080] = size.split('x').map(Number);
    for (const language of values.languages.split(',')) {
      const open = async (layout: Layout = 4, shown: readonly string[] = []) => {
        const page = await newPage(browser, { viewport: { width, height } });
        await page.addInitScript(
          code => localStorage.setItem('brightwall.language', code),
          language === 'en' ? 'en' : 'zh-CN',
        );
        await presetWall(page, system.firstRun.username, layout, shown);
        return page;
      };
      const save = async (page: Page, name: string) => {
        await settled(page);
        const file = join(out, `${name}-${language}-${width}.jpg`);
        await page.screenshot({ path: file, type: 'jpeg', quality: 85, timeout: 120_000 });
        process.stdout.write(`${file} ${(statSync(file).size / 1024).toFixed(0)} KiB\n`);
        await page.context().close();
      };
      if (only.has('login')) {
        const page = await open();
        await page.goto(system.url);
        await page.locator('input[autocomplete="username"]').waitFor();
        await save(page, 'login');
      }
      for (const shot of shots.filter(({ name }) => only.has(name))) {
        const page = await open(shot.layout, shot.layout ? ids.slice(0, shot.layout) : []);
        await signIn(page, system);
        await shot.ready(page, ids);
        await save(page, shot.name);
      }
    }
  }
} finally {
  await browser.close();
  await system.close();
}

/** Waits until every camera is live with a thumbnail; their ids in the simulator's order. */
async function allLive(browser: Browser, system: System): Promise<string[]> {
  const page = await newPage(browser);
  await signIn(page, system);
  const names = system.simulator!.cameras.map(camera => camera.name);
  for (let tries = 0; tries < 600; tries++) {
    const ready = (await cameras(page, system)).filter(
      camera => camera.state.kind === 'live' && camera.thumbnailMs !== null,
    );
    if (ready.length === names.length) {
      await page.context().close();
      return names.map(name => ready.find(camera => camera.name === name)!.id);
    }
    await page.waitForTimeout(200);
  }
  throw new Error('not every camera is live with a thumbnail within two minutes');
}

/** Waits for what slides, fades and loads; what turns for ever is left to turn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(animation => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(animation => animation.finished.catch(() => undefined)),
    ),
  );
  await page.waitForFunction(() => [...document.images].every(image => image.complete));
}
