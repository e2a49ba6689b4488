// Viewshed, calibration and fused video on the 3D map, in a real browser (drawn by SwiftShader), on the system as
// `npm run up` starts it. The simulator's pictures are no pictures of the demo city: cameras are calibrated by points
// computed from a pose that the test made up, and what is asserted is the scene's own state.
import type { Calibration } from '@brightwall/protocol/calibration';
import type { Camera } from '@brightwall/protocol/camera';
import type { Browser, Page } from 'playwright-core';
import { BufferAttribute, BufferGeometry } from 'three';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CityMap } from '../../wall-client/src/screens/map3d/city-map.ts';
import { type Pose, project, type Vec3 } from '../../wall-client/src/screens/map3d/fusion/pose.ts';
import { isHidden } from '../../wall-client/src/screens/map3d/fusion/ray.ts';
import { launchChromium, newPage } from './browser.ts';
import { cameras, signIn } from './session.ts';
import { saveShot } from './shots.ts';
import { type System, startSystem } from './system.ts';

let system: System;
let browser: Browser;
let page: Page;
/** Of the simulator's crossing: 1 looks west, 2 north. */
let found: Camera[] = [];
/** Local metres of each camera's place. */
let feet: Vec3[] = [];

const root = '[data-map-ready]';
type MapElement = HTMLElement & { cityMap: CityMap };

beforeAll(async () => {
  system = await startSystem(['--cameras', '4']);
  browser = await launchChromium();
  page = await newPage(browser, { viewport: { width: 1440, height: 810 } });
  await signIn(page, system);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

const fact = (name: string) => page.locator(root).getAttribute(`data-${name}`);
const untilFact = (name: string, value: string) =>
  page.locator(`${root}[data-${name}="${value}"]`).waitFor({ timeout: 60_000 });
const openWindow = async (camera: Camera) => {
  await page.locator(`[data-camera-row="${camera.id}"]`).click();
  await page.locator(`[data-focus-camera="${camera.id}"][aria-current="true"]`).waitFor();
};
const put = (camera: Camera, change: object) =>
  page.request.patch(`${system.url}/api/cameras/${camera.id}`, { data: change });
const calibrationOf = async (camera: Camera) =>
  (await (
    await page.request.get(`${system.url}/api/cameras/${camera.id}/calibration`)
  ).json()) as Calibration;

/** A pose nobody knows but the test: on the camera's own mast, as the registry says it looks. */
const poseOf = (index: number): Pose => ({
  at: [feet[index]![0], feet[index]![1], 6.5],
  headingDeg: found[index]!.place!.headingDeg!,
  tiltDeg: 14,
  rollDeg: 0,
  focal: 0.86,
  aspect: 16 / 9,
  k1: 0,
  k2: 0,
});

/** So far ahead of a pose and to its right, on the ground. */
function ahead({ at, headingDeg }: Pose, far: number, right: number): Vec3 {
  const h = (headingDeg * Math.PI) / 180;
  return [
    at[0] + Math.sin(h) * far + Math.cos(h) * right,
    at[1] + Math.cos(h) * far - Math.sin(h) * right,
    0,
  ];
}
const offsets = [
  [14, -4],
  [16, 5],
  [23, -8],
  [27, 7],
  [34, -3],
  [40, 9],
  [44, -10],
] as const;

it('the map opens on four live cameras', async () => {
  const names = system.simulator!.cameras.map(camera => camera.name);
  await expect
    .poll(async () => (await cameras(page, system)).filter(({ state }) => state.kind === 'live').length, {
      timeout: 90_000,
    })
    .toBe(4);
  const all = await cameras(page, system);
  found = names.map(name => all.find(camera => camera.name === name)!);
  await page.locator('[data-screen="map3d"]').click();
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 90_000 });
  feet = await page.locator(root).evaluate(
    (element, places) =>
      places.map(place => [...(element as MapElement).cityMap.frame.toLocal(place), 0] as Vec3),
    found.map(({ place }) => place!),
  );
});

it('the depth map sees what rays cast on the same buildings see', async () => {
  const [camera] = found as [Camera];
  const place = { ...camera.place!, headingDeg: 225 };
  const [fieldOfViewDeg, rangeM] = [110, 260];
  expect((await put(camera, { place, fieldOfViewDeg, rangeM })).ok()).toBe(true);
  await openWindow(camera);
  await page.keyboard.press('s');
  await untilFact('viewshed-drawn', 'true');

  const eye: Vec3 = [feet[0]![0], feet[0]![1], 6];
  const points = Array.from({ length: 400 }, (_, i): Vec3 => {
    // Evenly over the field by the golden ratio, never on its rim.
    const far = rangeM * Math.sqrt(0.02 + 0.94 * ((i + 0.5) / 400));
    const angle = ((225 + (((i * 0.618034) % 1) - 0.5) * fieldOfViewDeg * 0.96) * Math.PI) / 180;
    return [eye[0] + Math.sin(angle) * far, eye[1] + Math.cos(angle) * far, 0.05];
  });
  const answer = await page.locator(root).evaluate(
    async (element, asked) => {
      const { fusion } = (element as MapElement).cityMap;
      const lit = await fusion.probe(asked.points.map(at => ({ at, normal: [0, 0, 1] as const })));
      const blocks = await fusion.blocksNear(asked.place, asked.rangeM);
      return {
        lit: [...lit],
        blocks: blocks.map(({ geometry }) => ({
          position: [...geometry.getAttribute('position').array],
          index: [...geometry.getIndex()!.array],
        })),
      };
    },
    { points, place, rangeM },
  );
  expect(answer.blocks.length).toBeGreaterThan(0);
  const blocks = answer.blocks.map(({ position, index }, i) => {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3)).setIndex(index);
    geometry.computeBoundingBox();
    return { key: String(i), geometry };
  });
  const byRays = points.map(point => (isHidden(blocks, eye, point) ? 0 : 1));
  const hidden = byRays.filter(seen => seen === 0).length;
  // A field with something to tell: neither empty streets nor a wall before the lens.
  expect(hidden).toBeGreaterThan(80);
  expect(hidden).toBeLessThan(360);
  expect(answer.lit.every(share => share >= 0)).toBe(true);
  const agreed = byRays.filter((seen, i) => Math.round(answer.lit[i]!) === seen).length;
  expect(agreed / points.length).toBeGreaterThan(0.97);

  const said = await page.locator('[data-viewshed]').textContent();
  const percent = Number(/(\d+)%/.exec(said ?? '')?.[1]);
  // The strip weighs a point by its ground, as the points above are spread.
  expect(Math.abs(percent / 100 - (1 - hidden / points.length))).toBeLessThan(0.06);
  await saveShot(page, 'viewshed');

  await page.keyboard.press('s');
  await untilFact('viewshed-drawn', 'false');
  const { place: back, fieldOfViewDeg: view, rangeM: range } = camera;
  await put(camera, { place: back, fieldOfViewDeg: view, rangeM: range });
});

it('seven pairs of points calibrate a camera, and a wrong one shows and is removed', async () => {
  const [camera] = found as [Camera];
  const pose = poseOf(0);
  await openWindow(camera);
  await page.keyboard.press('k');
  const panel = page.locator(`[data-calibrating="${camera.id}"]`);
  await panel.waitFor();
  // The map turns to look down on the camera: a pixel is no place before it stands still.
  const standing = () =>
    page
      .locator(root)
      .evaluate((element, p) => (element as MapElement).cityMap.screenOfPoint(p), ahead(pose, 44, -10));
  let before = await standing();
  await expect
    .poll(
      async () => {
        const now = await standing();
        const moved = now && before ? Math.hypot(now.x - before.x, now.y - before.y) : 99;
        before = now;
        return moved;
      },
      { interval: 500, timeout: 15_000 },
    )
    .toBeLessThan(0.01);
  const picture = (await page.locator('[data-calibration-picture]').boundingBox())!;
  const map = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
  const points = [...offsets, [30, 1] as const].map(([far, right]) => ahead(pose, far, right));
  const screen = await page
    .locator(root)
    .evaluate((element, all) => all.map(p => (element as MapElement).cityMap.screenOfPoint(p)!), points);
  const click = async (i: number, shift = 0) => {
    const [u, v] = project(pose, points[i]!)!;
    await page.mouse.click(picture.x + (u + shift) * picture.width, picture.y + v * picture.height);
    await page.mouse.click(map.x + screen[i]!.x, map.y + screen[i]!.y);
  };
  for (const i of offsets.keys()) {
    await click(i);
    await page.locator(`[data-calibrating][data-pairs="${i + 1}"]`).waitFor();
    if (i === 4) expect(await panel.getAttribute('data-fault')).toBe('too-few');
  }
  expect(Number(await panel.getAttribute('data-residual-px'))).toBeLessThan(5);

  await click(7, 0.08);
  await page.locator('[data-calibrating][data-pairs="8"]').waitFor();
  expect(Number(await panel.getAttribute('data-residual-px'))).toBeGreaterThan(8);
  const worst = panel.locator('li[data-worst="true"]');
  expect(await worst.locator('b').textContent()).toBe('8');
  await worst.locator('button').click();
  await page.locator('[data-calibrating][data-pairs="7"]').waitFor();
  // What the pairs give lies on the map at once.
  await untilFact('textures-bound', '1');
  await saveShot(page, 'calibration');

  await panel.locator('[data-action="save-calibration"]').click();
  await panel.waitFor({ state: 'detached' });
  const stored = await calibrationOf(camera);
  expect(stored.pairs).toHaveLength(7);
  expect(stored.residualPx).toBeLessThan(5);
  const eye = await page
    .locator(root)
    .evaluate((element, place) => (element as MapElement).cityMap.frame.toLocal(place), stored.eye);
  expect(Math.hypot(eye[0] - pose.at[0], eye[1] - pose.at[1], stored.eye.heightM - 6.5)).toBeLessThan(2.5);
  expect(stored.focal / pose.focal).toBeCloseTo(1, 1);
});

it('two cameras’ pictures lie on the city; depth maps are drawn for changes only', async () => {
  const [first, second] = found as [Camera, Camera];
  const pose = poseOf(1);
  const points = offsets.map(([far, right]) => ahead(pose, far, right));
  const places = await page
    .locator(root)
    .evaluate(
      (element, all) => all.map(([x, y]) => (element as MapElement).cityMap.frame.toLonLat(x, y)),
      [pose.at, ...points],
    );
  const { headingDeg, tiltDeg, rollDeg, focal, k1, k2 } = pose;
  const calibration: Calibration = {
    ...{ headingDeg, tiltDeg, rollDeg, focal, k1, k2, widthPx: 1280, heightPx: 720, residualPx: 0 },
    eye: { ...places[0]!, heightM: 6.5 },
    pairs: points.map((point, i) => ({
      picture: [...project(pose, point)!],
      map: { ...places[i + 1]!, heightM: 0 },
    })),
  };
  const url = `${system.url}/api/cameras/${second.id}/calibration`;
  expect((await page.request.put(url, { data: calibration })).ok()).toBe(true);

  await openWindow(second);
  await page.keyboard.press('p');
  await openWindow(first);
  await page.keyboard.press('p');
  await untilFact('projectors', '2');
  await untilFact('textures-bound', '2');
  const drawn = Number(await fact('depth-maps'));
  expect(drawn).toBeGreaterThanOrEqual(2);
  // Their pictures go on; what they fall on does not change.
  await page.waitForTimeout(1500);
  expect(Number(await fact('depth-maps'))).toBe(drawn);
  await saveShot(page, 'fusion');

  // The viewshed of a calibrated camera is by the same depth map as its picture.
  await page.keyboard.press('s');
  await untilFact('viewshed-drawn', 'true');
  expect(Number(await fact('depth-maps'))).toBe(drawn);
});

it('all of it comes back after the graphics card was lost', async () => {
  await page.locator(root).evaluate(element => {
    const lost = (element as MapElement).cityMap.loseContext();
    setTimeout(() => lost?.restore(), 300);
  });
  await page.locator('[data-map-ready="false"]').waitFor();
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 });
  await untilFact('textures-bound', '2');
  await untilFact('viewshed-drawn', 'true');
  expect(await fact('projectors')).toBe('2');
});
