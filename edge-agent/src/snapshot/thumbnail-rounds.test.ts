import { FakeClock } from '@brightwall/kit/clock';
import { describe, expect, it } from 'vitest';
import { ThumbnailRounds } from './thumbnail-rounds.ts';

/** Rounds whose pictures take `tookMs` each; what was taken is noted. */
function start(tookMs: number, parallel: number) {
  const clock = new FakeClock();
  const taken: string[] = [];
  let busy = 0;
  let mostBusy = 0;
  const rounds = new ThumbnailRounds({
    clock,
    everyMs: 2000,
    parallel,
    take: id => {
      taken.push(id);
      busy += 1;
      mostBusy = Math.max(mostBusy, busy);
      return new Promise(resolve =>
        clock.after(tookMs, () => {
          busy -= 1;
          resolve();
        }),
      );
    },
  });
  const want = (...ids: string[]) => rounds.handleWanted(new Set(ids));
  return { clock, taken, rounds, want, mostBusy: () => mostBusy };
}

describe('pictures of cameras that are looked at', () => {
  it('are taken at once, then every two seconds, and of nobody else', async () => {
    const { clock, taken, want } = start(100, 8);
    want('a', 'b');
    expect(taken).toEqual(['a', 'b']);
    await clock.advance(4100);
    expect(taken).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    want('b');
    await clock.advance(2000);
    expect(taken.slice(6)).toEqual(['b']);
    want();
    await clock.advance(60_000);
    expect(taken).toHaveLength(7);
    expect(clock.pending).toBe(0);
  });

  it('are a few at a time, the new ones first', async () => {
    const { clock, taken, want, mostBusy } = start(100, 2);
    want('a', 'b', 'c');
    await clock.advance(1950);
    want('a', 'b', 'c', 'd');
    await clock.advance(0);
    expect(taken).toEqual(['a', 'b', 'c', 'd']);
    expect(mostBusy()).toBe(2);
  });

  it('come slower of all alike where there is more to do than can be done', async () => {
    const { clock, taken, want } = start(1000, 2);
    const ids = Array.from({ length: 10 }, (_, i) => String(i));
    want(...ids);
    await clock.advance(50_000);
    const counts = ids.map(id => taken.filter(each => each === id).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(taken.length).toBeGreaterThanOrEqual(98);
  });

  it('end with a close', async () => {
    const { clock, taken, rounds, want } = start(100, 8);
    want('a');
    rounds.close();
    await clock.advance(10_000);
    expect(taken).toEqual(['a']);
    expect(clock.pending).toBe(0);
  });
});
