// A map that a user brings, in a real browser: raster tiles by the core from a source that asks for a token, one of
// them in GCJ-02, and a model whose heights begin elsewhere. The source is a server of the test's; it paints one
// place, and where the page shows that paint is what is asserted.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTileset } from '../demo-city/write/tileset.ts';
import { launchChromium, newPage } from './browser.ts';
import type { LonLat } from './city-roads.ts';
import { type CoreAlone, startCoreAlone } from './core-alone.ts';
import { signIn } from './session.ts';
import { saveShot } from './shots.ts';

const token = 'a-token-that-nobody-sees';
/** Where the map opens: its middle. */
const blueAt: LonLat = { lon: 120.0008, lat: 30.0009 };
const redAt: LonLat = { lon: 120.0023, lat: 30.0009 };
/** That place in GCJ-02, by the formula that is published (eviltransform): 449 m east and 273 m south of it. */
const redInGcj02: LonLat = { lon: 120.0069665, lat: 29.9984413 };
/** A tower of 40 m on the ground, in a model whose heights are 80 m too low; metres east and north of 120° E, 30° N. */
const tower = { x: 150, y: 190, halfM: 15, heightM: 40, offsetM: 80 } as const;

const folder = mkdtempSync(join(tmpdir(), 'brightwall-own-map-'));
let source: Server;
/** What the source was asked for. */
const asked: { path: string; token: string | null; by: string | undefined }[] = [];
let core: CoreAlone;
let browser: Browser;
let page: Page;
/** Of the page: whom it asked, and what it was answered. */
const hosts = new Set<string>();
const answers: Promise<string>[] = [];

beforeAll(async () => {
  source = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://source');
    const given = url.searchParams.get('tk');
    asked.push({ path: url.pathname, token: given, by: request.headers['user-agent'] });
    if (given !== token) return void response.writeHead(403).end();
    const [layer, z, x, y] = url.pathname.split('/').slice(1) as [string, string, string, string];
    const at = [Number(z), Number(x), Number(y)] as const;
    const tile =
      layer === 'img' ? painted(at, blueAt, [0, 0, 255], 255) : painted(at, redInGcj02, [255, 0, 0], 0);
    response.writeHead(200, { 'content-type': 'image/png' }).end(await tile);
  });
  await new Promise<void>(resolve => source.listen(0, '127.0.0.1', resolve));
  writeTower();
  const url = (layer: string) =>
    `http://127.0.0.1:${(source.address() as AddressInfo).port}/${layer}/{z}/{x}/{y}?tk={token}`;
  core = await startCoreAlone(join(folder, 'no-city'), {
    view: { name: '自有城市', nameEn: 'Own City', centre: [120, 30], bounds: [119.95, 29.95, 120.05, 30.05] },
    rasters: [
      { id: 'img', name: '影像', url: url('img'), token, crs: 'cgcs2000', minZoom: 10, maxZoom: 18 },
      { id: 'gcj', name: '标注', url: url('gcj'), token, crs: 'gcj02', minZoom: 10, maxZoom: 18 },
    ],
    tilesets: [
      { id: 'tower', name: '塔', tileset: join(folder, 'model/tileset.json'), heightOffsetM: tower.offsetM },
    ],
  });
  browser = await launchChromium();
  page = await newPage(browser, { viewport: { width: 960, height: 600 } });
  page.on('request', request => hosts.add(new URL(request.url()).host));
  page.on('requestfinished', request => answers.push(heard(request)));
  // By night a white model is dimmed.
  await page.addInitScript(() => localStorage.setItem('brightwall.map.theme', 'day'));
  await signIn(page, core, '#/map3d');
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
});
afterAll(async () => {
  await browser?.close();
  await core?.close();
  await new Promise(resolve => source.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

interface SceneElement extends HTMLElement {
  cityMap: {
    facts: { tilesShown: number };
    frame: { toLocal(place: LonLat): [number, number] };
    screenOfPoint(point: [number, number, number]): { x: number; y: number } | null;
  };
}
const scene = () => page.locator('[data-map-ready]');

/** The colour that the page shows where a place is, so many metres above the ground. */
async function colourAt(place: LonLat, heightM = 0): Promise<{ r: number; g: number; b: number }> {
  const at = await scene().evaluate(
    (element, [{ lon, lat }, z]) => {
      const { cityMap } = element as SceneElement;
      return cityMap.screenOfPoint([...cityMap.frame.toLocal({ lon, lat }), z]);
    },
    [place, heightM] as const,
  );
  const box = (await scene().boundingBox())!;
  const clip = { x: Math.round(box.x + at!.x), y: Math.round(box.y + at!.y), width: 1, height: 1 };
  const [r = 0, g = 0, b = 0] = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer();
  return { r, g, b };
}
const isRed = ({ r, g, b }: { r: number; g: number; b: number }) => r > 60 && r > 2 * Math.max(g, b);
const isBlue = ({ r, g, b }: { r: number; g: number; b: number }) => b > 60 && b > 1.5 * Math.max(r, g);
const isDark = ({ r, g, b }: { r: number; g: number; b: number }) => Math.max(r, g, b) < 40;

describe('raster tiles of a user’s own', () => {
  it('in CGCS2000 lie as they are, in GCJ-02 in register', async () => {
    await expect.poll(async () => isBlue(await colourAt(blueAt))).toBe(true);
    await expect.poll(async () => isRed(await colourAt(redAt))).toBe(true);
    // A disc of 12 m: nothing of it 40 m away.
    for (const lon of [-0.0004, 0.0004])
      expect(isDark(await colourAt({ ...redAt, lon: redAt.lon + lon }))).toBe(true);
  });

  it('are fetched by the core alone, with the token, once', async () => {
    expect(asked.length).toBeGreaterThan(4);
    expect(new Set(asked.map(one => one.token))).toEqual(new Set([token]));
    expect(new Set(asked.map(one => one.by))).toEqual(new Set(['Brightwall']));
    expect(new Set(asked.map(one => one.path)).size).toBe(asked.length);
    const before = asked.length;
    const again = await page.request.get(`${core.url}/map/raster${asked[0]!.path}`);
    expect([again.status(), again.headers()['content-type']]).toEqual([200, 'image/png']);
    expect(asked.length).toBe(before);
  });

  it('come to a page that asks its core only, and never hears the token', async () => {
    expect([...hosts]).toEqual([new URL(core.url).host]);
    const all = await Promise.all(answers);
    expect(all.some(text => text.includes('/map/raster/gcj/'))).toBe(true);
    expect(all.filter(text => text.includes(token))).toEqual([]);
  });
});

describe('a model of a user’s own', () => {
  it('stands on the ground, its heights set right by the offset', async () => {
    await expect
      .poll(() => scene().evaluate(element => (element as SceneElement).cityMap.facts.tilesShown))
      .toBe(1);
    const at = { lon: 120 + (tower.x / 111_195) * (2 / Math.sqrt(3)), lat: 30 + tower.y / 111_195 };
    await expect.poll(async () => isDark(await colourAt(at, tower.heightM / 2))).toBe(false);
    await saveShot(page, 'own-map');
    expect(isDark(await colourAt(at, tower.heightM - 3))).toBe(false);
    expect(isDark(await colourAt(at, tower.heightM + 25))).toBe(true);
  });
});

describe('a map.yaml that is wrong', () => {
  it('stops the core, which says what is wrong in both languages', async () => {
    const rasters = [{ id: 'img', name: '影像', url: 'http://127.0.0.1/{z}/{x}/{y}', token }];
    const error: Error = await startCoreAlone(folder, { rasters }).then(
      () => new Error('it started'),
      reason => reason,
    );
    expect(error.message).toContain('rasters/0：url 中的 {token} 与 token 或 tokenFile 须同时给出');
    expect(error.message).toContain('rasters/0 needs {token} in its url');
    expect(error.message).not.toContain(token);
  });
});

/** Address, headers and body of an answer, as text. */
async function heard(request: Request): Promise<string> {
  const response = await request.response();
  const body = await response?.body().catch(() => null);
  return [request.url(), JSON.stringify(response?.headers()), body?.toString('latin1')].join('\n');
}

/** A tile with a disc of 12 m around a place; `ground`: how opaque the black around it is. */
function painted(
  [z, tileX, tileY]: readonly [number, number, number],
  { lon, lat }: LonLat,
  colour: readonly [number, number, number],
  ground: number,
): Promise<Buffer> {
  const size = 256;
  const side = size * 2 ** z;
  const cx = ((lon + 180) / 360) * side - tileX * size;
  const cy =
    (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * side - tileY * size;
  const radius = (12 * side) / (40_030_229 * Math.cos((lat * Math.PI) / 180));
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      pixels.set(
        Math.hypot(x + 0.5 - cx, y + 0.5 - cy) < radius ? [...colour, 255] : [0, 0, 0, ground],
        (y * size + x) * 4,
      );
  return sharp(pixels, { raw: { width: size, height: size, channels: 4 } })
    .png()
    .toBuffer();
}

function writeTower(): void {
  const { x, y, halfM, heightM, offsetM } = tower;
  const outline: [number, number][] = [
    [x - halfM, y - halfM],
    [x + halfM, y - halfM],
    [x + halfM, y + halfM],
    [x - halfM, y + halfM],
  ];
  mkdirSync(join(folder, 'model'));
  mkdirSync(join(folder, 'no-city'));
  const building = { outline, base: -offsetM, height: heightM - offsetM, kind: 'landmark' } as const;
  for (const [name, data] of makeTileset([building])) writeFileSync(join(folder, 'model', name), data);
}
