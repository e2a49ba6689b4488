import { expect, test } from 'vitest';
import { seeded } from '../../testing/seeded.ts';
import { bestOfOverlapping, decodeLevels, detectorChannels, type Level, maxPlates } from './detect-decode.ts';
import { netSize } from './detector.ts';
import type { Box, Corners } from './types.ts';

const picture = { widthPx: 512, heightPx: 288 };
const same = { scale: 1, offsetX: 0, offsetY: 0 };

function empty(stride: number): Level {
  const rows = picture.heightPx / stride;
  const columns = picture.widthPx / stride;
  return { data: new Float32Array(detectorChannels * rows * columns), rows, columns, stride };
}

/** Writes one plate into the cell its middle falls in. */
function put(level: Level, score: number, box: Box, corners: Corners, colour: number, twoRows = false): void {
  const { data, rows, columns, stride } = level;
  const x = Math.floor((box[0] + box[2]) / 2 / stride);
  const y = Math.floor((box[1] + box[3]) / 2 / stride);
  const [cx, cy] = [(x + 0.5) * stride, (y + 0.5) * stride];
  const set = (channel: number, value: number) => {
    data[channel * rows * columns + y * columns + x] = value;
  };
  set(0, score);
  [cx - box[0], cy - box[1], box[2] - cx, box[3] - cy].forEach((px, n) => {
    set(1 + n, px / stride);
  });
  corners.forEach(([px, py], n) => {
    set(5 + n * 2, (px - cx) / stride);
    set(6 + n * 2, (py - cy) / stride);
  });
  set(13, twoRows ? 0.9 : 0.1);
  set(14 + colour, 0.9);
}

const askew: Corners = [
  [100, 100],
  [190, 110],
  [189, 140],
  [101, 128],
];

test('gives a plate with its corners, rows, colour and angle in px of the picture', () => {
  const level = empty(8);
  put(level, 0.9, [100, 100, 190, 140], askew, 1, true);
  const [plate, ...rest] = decodeLevels(
    [level, empty(16)],
    { scale: 2, offsetX: 10, offsetY: 20 },
    { widthPx: 2000, heightPx: 1000 },
    0.4,
  );
  expect(rest).toEqual([]);
  expect(plate).toMatchObject({ rows: 2, colour: 'yellow', reading: null });
  plate!.corners.forEach(([x, y], n) => {
    expect(x).toBeCloseTo(askew[n]![0] * 2 + 10, 3);
    expect(y).toBeCloseTo(askew[n]![1] * 2 + 20, 3);
  });
  expect(plate!.angleDeg).toBeCloseTo(7, 0);
});

test('falls back on the box when the corners are no plate’s', () => {
  const level = empty(8);
  put(level, 0.9, [100, 100, 190, 140], [askew[2], askew[1], askew[0], askew[3]], 0);
  const [plate] = decodeLevels([level], same, picture, 0.4);
  expect(plate!.corners[0][0]).toBeCloseTo(100);
  expect(plate!.corners[2][1]).toBeCloseTo(140);
  expect(plate!.angleDeg).toBe(0);
});

test('keeps the best of several cells that saw one plate, and both of two plates', () => {
  const [fine, coarse] = [empty(8), empty(16)];
  put(fine, 0.8, [100, 100, 190, 140], askew, 0);
  put(coarse, 0.9, [101, 101, 191, 141], askew, 0);
  put(
    fine,
    0.7,
    [300, 200, 360, 222],
    [
      [300, 200],
      [360, 200],
      [360, 222],
      [300, 222],
    ],
    0,
  );
  const plates = decodeLevels([fine, coarse], same, picture, 0.4);
  expect(plates.map(plate => plate.score.toFixed(1))).toEqual(['0.9', '0.7']);
  expect(bestOfOverlapping(plates)).toEqual(plates);
});

test('gives nothing below the threshold', () => {
  const level = empty(8);
  put(level, 0.39, [100, 100, 190, 140], askew, 0);
  expect(decodeLevels([level], same, picture, 0.4)).toEqual([]);
});

test('bears any output of a net, and never gives a plate that is none', () => {
  const random = seeded(23);
  const odd = [Number.NaN, Infinity, -Infinity, 1e30, -1e30, 1e9];
  for (let round = 0; round < 40; round++) {
    const levels = [empty(8), empty(16)];
    for (const { data } of levels) {
      for (let at = 0; at < data.length; at++)
        data[at] = random() < 0.05 ? odd[Math.floor(random() * odd.length)]! : random() * 6 - 2;
    }
    const plates = decodeLevels(levels, same, picture, 0.4);
    expect(plates.length).toBeLessThanOrEqual(maxPlates);
    for (const { box, corners, score, widthPx, angleDeg } of plates) {
      expect([...box, ...corners.flat(), score, widthPx, angleDeg].every(Number.isFinite)).toBe(true);
      expect(box[0]).toBeLessThan(box[2]);
      expect(box[3]).toBeLessThanOrEqual(picture.heightPx);
      expect(score).toBeLessThanOrEqual(1);
    }
  }
});

test('chooses the net’s sides by the region’s shape', () => {
  const usual = 512 * 288;
  expect(netSize(1920, 1080, usual)).toEqual({ width: 512, height: 288 });
  expect(netSize(1080, 1920, usual)).toEqual({ width: 288, height: 512 });
  expect(netSize(1, 1, usual)).toEqual({ width: 384, height: 384 });
  for (const [width, height] of [
    [100_000, 1],
    [1, 100_000],
    [640, 480],
    [7, 3],
  ] as const) {
    const size = netSize(width, height, usual);
    expect((size.width % 32) + (size.height % 32)).toBe(0);
    expect(size.width * size.height).toBeLessThan(usual * 1.3);
    expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(32);
  }
});
