import type { Point } from '@brightwall/protocol/passage';
import { expect, it } from 'vitest';
import { areaOf, crosses } from './polygon.ts';

const square: Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

it('measures a shape whichever way round it was drawn', () => {
  expect(areaOf(square)).toBe(1);
  expect(areaOf([...square].reverse())).toBe(1);
  expect(
    areaOf([
      [0, 0],
      [1, 0],
      [0, 1],
    ]),
  ).toBe(0.5);
});

it('sees edges that cross', () => {
  expect(
    crosses([
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ]),
  ).toBe(true);
  // An outline that comes back along itself is crossed as well.
  expect(
    crosses([
      [0, 0],
      [1, 0],
      [0.5, 0],
      [0.5, 1],
    ]),
  ).toBe(true);
});

it('lets hollow shapes and triangles be', () => {
  expect(crosses(square)).toBe(false);
  expect(
    crosses([
      [0, 0],
      [1, 0],
      [0.5, 1],
    ]),
  ).toBe(false);
  expect(
    crosses([
      [0, 0],
      [0.5, 0.4],
      [1, 0],
      [1, 1],
      [0, 1],
    ]),
  ).toBe(false);
});
