import { describe, expect, it } from 'vitest';
import { ReadableZone } from './readable-zone.ts';

describe('ReadableZone', () => {
  it('tries everywhere first, then leaves out what never showed a readable plate', () => {
    const zone = new ReadableZone();
    expect(zone.worth(0.3, 0)).toBe(true);
    for (let n = 0; n < 60; n++) {
      zone.noteLook(0.3, false);
      zone.noteLook(0.9, n % 4 === 0);
    }
    expect(zone.known(0.3)).toBe(false);
    expect(zone.worth(0.9, 1000)).toBe(true);
  });

  it('goes on trying what it left out, and comes back to it', () => {
    const zone = new ReadableZone();
    for (let n = 0; n < 60; n++) zone.noteLook(0.3, false);
    const tried = Array.from({ length: 600 }, (_, n) => zone.worth(0.3, 1e9 + n * 300)).filter(
      Boolean,
    ).length;
    expect(tried).toBeGreaterThanOrEqual(4);
    expect(tried).toBeLessThanOrEqual(10);
    for (let n = 0; n < 10; n++) zone.noteLook(0.3, true);
    expect(zone.known(0.3)).toBe(true);
  });

  it('holds what is readable to what is usual here', () => {
    const [near, far] = [new ReadableZone(), new ReadableZone()];
    for (let n = 0; n < 30; n++) {
      near.noteWidest(160);
      far.noteWidest(50);
    }
    expect(near.minimumPx).toBe(40);
    expect(far.minimumPx).toBeCloseTo(17.5);
  });
});
