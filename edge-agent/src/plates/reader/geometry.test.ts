import { expect, test } from 'vitest';
import { seeded } from '../../testing/seeded.ts';
import {
  boxCorners,
  clipBox,
  cornersBox,
  overlap,
  plateAngle,
  plateWidth,
  plausibleCorners,
  squareToCorners,
  widened,
} from './geometry.ts';
import type { Box, Corners } from './types.ts';

const plate: Corners = [
  [100, 50],
  [244, 60],
  [240, 106],
  [98, 95],
];

test('a perspective takes the corners of the square to the corners of the plate', () => {
  const [a, b, c, d, e, f, g, h] = squareToCorners(plate) as number[];
  const at = (u: number, v: number) => {
    const scale = 1 / (g! * u + h! * v + 1);
    return [(a! * u + b! * v + c!) * scale, (d! * u + e! * v + f!) * scale];
  };
  const found = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
  found.forEach(([x, y], n) => {
    expect(x).toBeCloseTo(plate[n]![0], 6);
    expect(y).toBeCloseTo(plate[n]![1], 6);
  });
});

test('tells the width and the tilt of a plate', () => {
  expect(plateWidth(plate)).toBeCloseTo(143.4, 0);
  expect(plateAngle(plate)).toBeCloseTo(4.2, 0);
  expect(plateAngle(boxCorners([0, 0, 10, 5]))).toBe(0);
});

test('takes a plate’s corners and refuses crossed, mirrored, far-off and odd-shaped ones', () => {
  const box = cornersBox(plate);
  expect(plausibleCorners(plate, box)).toBe(true);
  expect(plausibleCorners([plate[0], plate[2], plate[1], plate[3]], box)).toBe(false);
  expect(plausibleCorners([plate[1], plate[0], plate[3], plate[2]], box)).toBe(false);
  expect(plausibleCorners([plate[2], plate[3], plate[0], plate[1]], box)).toBe(false);
  expect(plausibleCorners(plate, [400, 50, 540, 100])).toBe(false);
  expect(plausibleCorners(boxCorners([0, 0, 50, 100]), [0, 0, 50, 100])).toBe(false);
  expect(plausibleCorners([[Number.NaN, 0], plate[1], plate[2], plate[3]], box)).toBe(false);
});

test('widens a plate about its middle', () => {
  expect(cornersBox(widened(boxCorners([10, 10, 110, 60]), 0.1, 0.2))).toEqual([0, 0, 120, 70]);
});

test('clips a box to whole pixels of the picture, or to nothing', () => {
  const picture = { widthPx: 100, heightPx: 50 };
  expect(clipBox([-5, 3.4, 20.2, 70], picture)).toEqual([0, 3, 21, 50]);
  expect(clipBox([100, 0, 120, 50], picture)).toBeNull();
  expect(clipBox([Number.NaN, 0, 10, 10], picture)).toBeNull();
});

test('overlap is 1 with itself, the same both ways, and never NaN', () => {
  const random = seeded(3);
  const any = (): Box => [random() * 10 - 2, random() * 10, random() * 10, random() * 10 - 2];
  for (let round = 0; round < 500; round++) {
    const [a, b] = [any(), any()];
    expect(overlap(a, b)).toBe(overlap(b, a));
    expect(overlap(a, b)).toBeGreaterThanOrEqual(0);
    expect(overlap(a, b)).toBeLessThanOrEqual(1.0000001);
  }
  expect(overlap([1, 1, 4, 5], [1, 1, 4, 5])).toBe(1);
});
