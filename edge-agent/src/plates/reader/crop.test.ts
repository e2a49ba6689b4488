import { expect, test } from 'vitest';
import { borderedCrop, unbordered, wholeCrop } from './crop.ts';
import type { Picture } from './types.ts';

const crop = (widthPx: number, heightPx: number): Picture => ({
  rgb: new Uint8Array(widthPx * heightPx * 3).fill(50),
  widthPx,
  heightPx,
});

test('a crop’s shape says which rows it may have', () => {
  const rows = (width: number, height: number) =>
    wholeCrop({ picture: crop(width, height) }).map(way => way.rows);
  expect(rows(94, 24)).toEqual([1]);
  expect(rows(120, 60)).toEqual([1, 2]);
  expect(rows(86, 66)).toEqual([2, 1]);
  expect(wholeCrop({ picture: crop(94, 24), rows: 2 }).map(way => way.rows)).toEqual([2]);
});

test('a border is laid round loosely cut crops, and taken off what is found in them', () => {
  const bordered = borderedCrop(crop(100, 50))!;
  expect(bordered.picture).toMatchObject({ widthPx: 150, heightPx: 110 });
  expect(bordered.picture.rgb.filter(value => value === 50)).toHaveLength(100 * 50 * 3);
  const [plate] = wholeCrop({ picture: bordered.picture });
  expect(unbordered(plate!, bordered.offset)).toMatchObject({
    box: [-25, -30, 125, 80],
    corners: [
      [-25, -30],
      [125, -30],
      [125, 80],
      [-25, 80],
    ],
  });
});

test('no border for what is cut close, or is no crop at all', () => {
  expect(borderedCrop(crop(94, 24))).toBeNull();
  expect(borderedCrop(crop(1600, 900))).toBeNull();
});
