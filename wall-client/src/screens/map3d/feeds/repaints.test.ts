import { FakeClock } from '@brightwall/kit/clock';
import { describe, expect, test } from 'vitest';
import { Repaints } from './repaints.ts';

/** A map that takes `drawMs` to be drawn. */
function slowMap(drawMs: number) {
  const clock = new FakeClock();
  const seen = { drawn: 0, due: false };
  const repaints = new Repaints(
    clock,
    33,
    () =>
      clock.after(drawMs, () => {
        seen.drawn += 1;
        repaints.handleDrawn();
      }),
    () => seen.due,
  );
  return { clock, seen, repaints };
}

describe('the map is drawn for pictures', () => {
  test('once for all that ask in one moment', async () => {
    const { clock, seen, repaints } = slowMap(5);
    for (let i = 0; i < 10; i += 1) repaints.ask();
    await clock.advance(1000);
    expect(seen.drawn).toBe(1);
    expect(clock.pending).toBe(0);
  });
  test('thirty times a second while live pictures come, and not without', async () => {
    const { clock, seen, repaints } = slowMap(5);
    repaints.watch(true);
    await clock.advance(500);
    expect(seen.drawn).toBe(0);
    seen.due = true;
    await clock.advance(990);
    expect(seen.drawn).toBe(30);
    repaints.watch(false);
    await clock.advance(1000);
    expect(seen.drawn).toBeLessThanOrEqual(31);
  });
  test('half of the time at most where that is slow', async () => {
    const { clock, seen, repaints } = slowMap(500);
    seen.due = true;
    repaints.watch(true);
    await clock.advance(10_000);
    expect(seen.drawn).toBeGreaterThanOrEqual(9);
    expect(seen.drawn).toBeLessThanOrEqual(10);
  });
  test('again after it was out of sight', async () => {
    const clock = new FakeClock();
    let asked = 0;
    const repaints = new Repaints(
      clock,
      33,
      () => {
        asked += 1;
      },
      () => false,
    );
    repaints.ask();
    await clock.advance(100);
    repaints.ask();
    await clock.advance(1000);
    expect(asked).toBe(1);
    await clock.advance(3000);
    expect(asked).toBe(2);
    repaints.close();
    expect(clock.pending).toBe(0);
  });
});
