import { describe, expect, it } from 'vitest';
import { windowOf } from './in-sight.ts';

describe('the rows in sight', () => {
  it('are few, whatever the length of the list', () => {
    const { first, last } = windowOf(34 * 1500, 800, 34, 3000);
    expect(first).toBeLessThanOrEqual(1500);
    expect(last).toBeGreaterThanOrEqual(1524);
    expect(last - first).toBeLessThan(45);
  });

  it('stay within the list when it has just become shorter', () => {
    const { first, last } = windowOf(34 * 1500, 800, 34, 10);
    expect(first).toBeLessThanOrEqual(last);
    expect(last).toBe(10);
  });
});
