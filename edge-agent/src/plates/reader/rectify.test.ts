import { expect, test } from 'vitest';
import { drawnPlate, drawnScene } from '../../testing/drawn-plates.ts';
import { seeded } from '../../testing/seeded.ts';
import { boxCorners } from './geometry.ts';
import { rectify } from './rectify.ts';
import { fitInto } from './scale.ts';
import { sharpnessOf } from './sharpness.ts';
import type { Corners, Picture } from './types.ts';

function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}

/** Red grows to the right, green downwards: where a pixel came from can be read from it. */
function gradient(widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) rgb.set([x, y, 7], (y * widthPx + x) * 3);
  }
  return { rgb, widthPx, heightPx };
}

test('cuts an upright box as it is', () => {
  const picture = gradient(200, 100);
  const cut = rectify(picture, boxCorners([20, 30, 84, 62]), 1, 64, 32);
  expect([...cut.subarray(0, 3)]).toEqual([20, 30, 7]);
  expect([...cut.subarray(-3)]).toEqual([83, 61, 7]);
});

test('turns a plate that hangs askew', () => {
  const corners: Corners = [
    [150, 20],
    [190, 80],
    [160, 95],
    [120, 35],
  ];
  const cut = rectify(gradient(200, 100), corners, 1, 60, 30);
  const near = (x: number, y: number, expected: readonly [number, number]) => {
    const at = (y * 60 + x) * 3;
    expect(Math.abs(cut[at]! - expected[0])).toBeLessThan(3);
    expect(Math.abs(cut[at + 1]! - expected[1])).toBeLessThan(3);
  };
  near(0, 0, corners[0]);
  near(59, 0, corners[1]);
  near(59, 29, corners[2]);
  near(0, 29, corners[3]);
});

test('lays the rows of a two-row plate side by side', async () => {
  const picture = gradient(220, 110);
  const cut = rectify(picture, boxCorners([0, 0, 220, 110]), 2, 112, 32);
  const pixel = (x: number, y: number) => [...cut.subarray((y * 112 + x) * 3, (y * 112 + x) * 3 + 2)];
  // Upper row: the middle three quarters of the upper 40 %. Lower: the rest.
  expect(pixel(0, 0)[0]).toBeGreaterThan(26);
  expect(pixel(39, 31)[0]).toBeLessThan(193);
  expect(pixel(39, 31)[1]).toBeLessThan(44);
  expect(pixel(40, 0)[0]).toBeLessThan(4);
  expect(pixel(40, 0)[1]).toBeGreaterThan(43);
  expect(pixel(111, 31)[0]).toBeGreaterThan(216);
});

test('shrinking takes every pixel into account, so that thin strokes do not vanish', async () => {
  const large = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 880);
  const small = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 176);
  const cut = rectify(large, boxCorners([0, 0, large.widthPx, large.heightPx]), 1, 176, small.heightPx);
  expect(difference(cut, small.rgb)).toBeLessThan(6);
});

test('corners outside of the picture repeat its edge', () => {
  const cut = rectify(gradient(50, 50), boxCorners([-100, -100, -50, -80]), 1, 16, 8);
  expect([...cut.subarray(0, 3)]).toEqual([0, 0, 7]);
});

test('never reads outside of the picture, whatever the corners', () => {
  const random = seeded(17);
  const odd = () =>
    random() < 0.1 ? [Number.NaN, Infinity, 1e9][Math.floor(random() * 3)]! : random() * 300 - 100;
  for (let round = 0; round < 300; round++) {
    const picture = gradient(1 + Math.floor(random() * 60), 1 + Math.floor(random() * 60));
    const corner = () => [odd(), odd()] as const;
    const cut = rectify(picture, [corner(), corner(), corner(), corner()], random() < 0.5 ? 1 : 2, 32, 16);
    // Blue is 7 in every pixel of the picture: anything else was read from elsewhere.
    for (let at = 2; at < cut.length; at += 3) expect(cut[at]).toBe(7);
  }
});

test('fits a picture into the net with its aspect, and knows the way back', async () => {
  const scene = await drawnScene({ kind: 'blue', text: '浙A3K901' }, 640, 480, 300, 300, 90);
  const net = new Uint8Array(512 * 288 * 3);
  const fit = fitInto(scene, [100, 100, 500, 480], 512, 288, net);
  expect(fit).toEqual({ scale: 380 / 288, offsetX: 100, offsetY: 100 });
  // Right of the picture's part nothing but grey.
  expect([...net.subarray((512 - 1) * 3, 512 * 3)]).toEqual([114, 114, 114]);
  const x = Math.round((345 - fit.offsetX) / fit.scale);
  const y = Math.round((304 - fit.offsetY) / fit.scale);
  const at = (y * 512 + x) * 3;
  expect(net[at + 2]).toBeGreaterThan(net[at]! + 40);
});

test.each([
  [1, 1],
  [3, 2],
  [97, 33],
  [2000, 40],
])('fits %d×%d without a pixel from elsewhere', (widthPx, heightPx) => {
  const picture = { rgb: new Uint8Array(widthPx * heightPx * 3).fill(200), widthPx, heightPx };
  const net = new Uint8Array(96 * 64 * 3).fill(1);
  fitInto(picture, [0, 0, widthPx, heightPx], 96, 64, net);
  expect(net.every(value => value === 200 || value === 114)).toBe(true);
});

test('a picture that nearly fills the detector’s input is copied into it, one that does not is enlarged', () => {
  const net = new Uint8Array(96 * 64 * 3);
  expect(fitInto(gradient(90, 60), [0, 0, 90, 60], 96, 64, net).scale).toBe(1);
  expect([...net.subarray((20 * 96 + 40) * 3, (20 * 96 + 41) * 3)]).toEqual([40, 20, 7]);
  expect([...net.subarray((20 * 96 + 92) * 3, (20 * 96 + 93) * 3)]).toEqual([114, 114, 114]);
  expect(fitInto(gradient(48, 32), [0, 0, 48, 32], 96, 64, net).scale).toBe(0.5);
});

test('a blurred plate is less sharp than a sharp one, a grey one not at all', async () => {
  const cut = async (width: number) => {
    const plate = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, width);
    return sharpnessOf(
      rectify(plate, boxCorners([0, 0, plate.widthPx, plate.heightPx]), 1, 112, 32),
      112,
      32,
    );
  };
  const [sharp, soft, blur] = [await cut(100), await cut(60), await cut(30)];
  expect(sharp).toBeGreaterThan(soft);
  expect(soft).toBeGreaterThan(blur);
  expect(sharp).toBeLessThanOrEqual(1);
  expect(sharpnessOf(new Uint8Array(112 * 32 * 3).fill(90), 112, 32)).toBe(0);
  expect(sharpnessOf(new Uint8Array(3), 1, 1)).toBe(0);
});
