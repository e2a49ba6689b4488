import { describe, expect, it } from 'vitest';
import { Flicker } from './flicker.ts';
import type { Blob } from './motion.ts';

const blob = (x: number, y: number): Blob => ({ box: [x, y, x + 0.1, y + 0.1], area: 0.005 });

describe('Flicker', () => {
  it('learns the clock in the picture, jittering as it does, and lets vehicles by', () => {
    const flicker = new Flicker();
    let left: Blob[] = [];
    for (let n = 0; n < 60; n++)
      left = flicker.without(n % 3 ? [blob(0.1 + (n % 2) / 80, 0.05)] : [], n * 300);
    expect(left).toEqual([]);
    for (let n = 60; n < 120; n++) {
      const vehicle = blob(0.2 + ((n * 0.05) % 0.6), 0.3 + ((n * 0.05) % 0.5));
      expect(flicker.without([blob(0.1, 0.05), vehicle], n * 300)).toEqual([vehicle]);
    }
  });

  it('forgets what has ceased, and takes nothing for a flicker at once', () => {
    const flicker = new Flicker();
    for (let n = 0; n < 60; n++) flicker.without([blob(0.5, 0.5)], n * 300);
    expect(flicker.without([blob(0.5, 0.5)], 18_000)).toEqual([]);
    expect(flicker.without([blob(0.5, 0.5)], 60_000)).toHaveLength(1);
  });
});
