import { FakeClock } from '@brightwall/kit/clock';
import { describe, expect, it } from 'vitest';
import { CoreClock } from './core-clock.ts';

/** A core whose clock is ahead, behind a network that takes its time each way. */
function coreBehind(clock: FakeClock, aheadMs: number, ways: [thereMs: number, backMs: number][]) {
  const wait = (ms: number) => new Promise<void>(done => clock.after(ms, done));
  return async () => {
    const [thereMs, backMs] = ways.length > 1 ? ways.shift()! : ways[0]!;
    await wait(thereMs);
    const epochMs = clock.epochMs() + aheadMs;
    await wait(backMs);
    return epochMs;
  };
}

describe('the clock of the core', () => {
  it('is unknown before it was asked for', () => {
    expect(new CoreClock(async () => 0, new FakeClock()).offsetMs).toBeNull();
  });

  it('is believed from the quickest answer, whatever the slow ones said', async () => {
    const clock = new FakeClock();
    const ways: [number, number][] = [
      [2000, 0],
      [10, 10],
      [0, 900],
      [5, 400],
    ];
    const core = new CoreClock(coreBehind(clock, 7_000, ways), clock);
    const stop = new AbortController();
    const done = core.run(stop.signal);
    await clock.advance(2_000);
    expect(core.offsetMs).toBe(6_000 + 2_000);
    await clock.advance(20_000);
    expect(core.offsetMs).toBe(7_000);
    stop.abort();
    await clock.advance(0);
    await done;
    expect(clock.pending).toBe(0);
  });

  it('is measured on, so that two clocks that drift apart are followed', async () => {
    const clock = new FakeClock();
    let aheadMs = 100;
    const core = new CoreClock(async () => clock.epochMs() + aheadMs, clock);
    const stop = new AbortController();
    const done = core.run(stop.signal);
    await clock.advance(10_000);
    expect(core.offsetMs).toBe(100);
    aheadMs = 160;
    await clock.advance(10 * 60_000);
    expect(core.offsetMs).toBe(160);
    stop.abort();
    await clock.advance(0);
    await done;
  });

  it('learns nothing from an answer that took seconds, and ends when one fails', async () => {
    const clock = new FakeClock();
    const slow = new CoreClock(coreBehind(clock, 0, [[6_000, 0]]), clock);
    const stop = new AbortController();
    const done = slow.run(stop.signal);
    await clock.advance(7_000);
    expect(slow.offsetMs).toBeNull();
    stop.abort();
    await clock.advance(60_000);
    await done;
    const broken = new CoreClock(() => Promise.reject(new Error('the link is down')), clock);
    await expect(broken.run(new AbortController().signal)).rejects.toThrow('the link is down');
  });
});
