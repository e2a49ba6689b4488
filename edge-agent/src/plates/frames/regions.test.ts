import { describe, expect, it } from 'vitest';
import { areaOf, lookRegions } from './regions.ts';

const picture = { widthPx: 1280, heightPx: 720 };
const holds = (outer: readonly number[], inner: readonly number[]) =>
  outer[0]! <= inner[0]! && outer[1]! <= inner[1]! && outer[2]! >= inner[2]! && outer[3]! >= inner[3]!;

describe('lookRegions', () => {
  it('looks at one moving part at a size the detector takes as it is', () => {
    const [region, ...more] = lookRegions([[500, 300, 620, 400]], picture, 2);
    expect(more).toEqual([]);
    expect(holds(region!, [500, 300, 620, 400])).toBe(true);
    expect([(region![2] - region![0]) % 64, (region![3] - region![1]) % 64]).toEqual([0, 0]);
    expect(areaOf(region!)).toBeLessThan(picture.widthPx * picture.heightPx * 0.06);
  });

  it('stays in the picture', () => {
    for (const [left, top, right, bottom] of lookRegions(
      [
        [-50, 600, 90, 760],
        [1200, -20, 1400, 40],
      ],
      picture,
      2,
    )) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(1280);
      expect(bottom).toBeLessThanOrEqual(720);
    }
  });

  it('takes near parts together and leaves far ones apart, never more than three', () => {
    expect(
      lookRegions(
        [
          [100, 100, 200, 200],
          [180, 120, 300, 220],
        ],
        picture,
        2,
      ),
    ).toHaveLength(1);
    expect(
      lookRegions(
        [
          [0, 0, 100, 100],
          [1100, 600, 1200, 700],
        ],
        picture,
        2,
      ),
    ).toHaveLength(2);
    const many = Array.from(
      { length: 9 },
      (_, i) => [i * 140, (i % 3) * 250, i * 140 + 60, (i % 3) * 250 + 60] as const,
    );
    const regions = lookRegions(many, picture, 2);
    expect(regions.length).toBeLessThanOrEqual(3);
    for (const box of many) expect(regions.some(region => holds(region, box))).toBe(true);
    expect(lookRegions([], picture, 2)).toEqual([]);
  });
});
