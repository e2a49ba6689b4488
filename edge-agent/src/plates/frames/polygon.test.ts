import type { Polygon } from '@brightwall/protocol/plate-setup';
import { describe, expect, it } from 'vitest';
import { blacken, inside } from './polygon.ts';

const triangle: Polygon = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.2, 0.8],
];
const white = (widthPx: number, heightPx: number) => ({
  rgb: new Uint8Array(widthPx * heightPx * 3).fill(255),
  widthPx,
  heightPx,
});

describe('privacy masks', () => {
  it('blacken every pixel they touch and no other', () => {
    const picture = white(100, 50);
    blacken(picture, [triangle]);
    for (let y = 0; y < 50; y++)
      for (let x = 0; x < 100; x++) {
        const at = (dx: number, dy: number) => inside(triangle, [(x + dx) / 100, (y + dy) / 50]);
        const black = picture.rgb[(y * 100 + x) * 3] === 0;
        if (at(0.5, 0.5)) expect(black).toBe(true);
        const near = [-1, 0, 1, 2].some(dx => [-1, 0, 1, 2].some(dy => at(dx, dy)));
        if (!near) expect(black).toBe(false);
      }
  });

  it('are where they belong in a part of the picture', () => {
    const part = white(40, 40);
    blacken(part, [triangle], [0.1, 0.1, 0.5, 0.5]);
    expect(part.rgb[(5 * 40 + 5) * 3]).toBe(255);
    expect(part.rgb[(20 * 40 + 20) * 3]).toBe(0);
    const beside = white(40, 40);
    blacken(beside, [triangle], [0.85, 0.85, 1, 1]);
    expect(beside.rgb.every(value => value === 255)).toBe(true);
  });
});
