import { FakeClock } from '@brightwall/kit/clock';
import { expect, it } from 'vitest';
import { KeyFrameLimiter } from './key-frame-limiter.ts';

it('asks at once for the first three, once more for a crowd, and not after it was closed', async () => {
  const clock = new FakeClock();
  const askedMs: number[] = [];
  const limiter = new KeyFrameLimiter(clock, async () => {
    askedMs.push(clock.monotonicMs());
    throw new Error('a camera that has no such thing');
  });
  for (let viewer = 0; viewer < 20; viewer++) limiter.ask();
  await clock.advance(2000);
  expect(askedMs).toEqual([0, 0, 0, 500]);
  for (let viewer = 0; viewer < 4; viewer++) limiter.ask();
  limiter.close();
  limiter.ask();
  await clock.advance(2000);
  expect(askedMs).toEqual([0, 0, 0, 500, 2000, 2000, 2000]);
  expect(clock.pending).toBe(0);
});
