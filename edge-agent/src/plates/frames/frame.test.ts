import { describe, expect, it } from 'vitest';
import { frameBytes, toRgb } from './frame.ts';

/** Left half blue, right half yellow, BT.709 studio range. */
function halves(widthPx: number, heightPx: number) {
  const data = new Uint8Array(frameBytes(widthPx, heightPx));
  const chromaWidth = Math.ceil(widthPx / 2);
  const chromaHeight = Math.ceil(heightPx / 2);
  const planeV = widthPx * heightPx + chromaWidth * chromaHeight;
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) data[y * widthPx + x] = x < widthPx / 2 ? 32 : 219;
  for (let y = 0; y < chromaHeight; y++)
    for (let x = 0; x < chromaWidth; x++) {
      data[widthPx * heightPx + y * chromaWidth + x] = x < chromaWidth / 2 ? 240 : 16;
      data[planeV + y * chromaWidth + x] = x < chromaWidth / 2 ? 118 : 138;
    }
  return { data, widthPx, heightPx, takenMs: 0 };
}

describe('toRgb', () => {
  it('gives colours as they were, at every scale', () => {
    const frame = halves(1280, 720);
    for (const scale of [1, 2, 3]) {
      const { picture } = toRgb(frame, [0, 0, 1280, 720], scale);
      expect([picture.widthPx, picture.heightPx]).toEqual([Math.floor(1280 / scale), 720 / scale]);
      const [r, g, b] = picture.rgb.subarray(30, 33);
      expect(b! - Math.max(r!, g!)).toBeGreaterThan(200);
      const last = picture.rgb.subarray(-3);
      expect(last[2]).toBeLessThan(30);
      expect(Math.min(last[0]!, last[1]!)).toBeGreaterThan(220);
    }
  });

  it('cuts a box at the edge of the picture, of odd sides too', () => {
    const frame = halves(101, 51);
    const { picture, left, top } = toRgb(frame, [-10, 40.5, 20.2, 90]);
    expect([left, top, picture.widthPx, picture.heightPx]).toEqual([0, 40, 21, 11]);
    expect(picture.rgb).toHaveLength(21 * 11 * 3);
    expect(toRgb(frame, [500, 500, 600, 600], 2).picture.widthPx).toBe(1);
  });
});
