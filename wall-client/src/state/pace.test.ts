import { FakeClock } from '@brightwall/kit/clock';
import { expect, it } from 'vitest';
import { paced } from './pace.ts';

it('runs the first at once and the next when its time has come', async () => {
  const clock = new FakeClock();
  const schedule = paced(clock, 250);
  let runs = 0;
  const run = () => {
    runs += 1;
  };
  schedule(run);
  await clock.advance(0);
  expect(runs).toBe(1);
  schedule(run);
  await clock.advance(249);
  expect(runs).toBe(1);
  await clock.advance(1);
  expect(runs).toBe(2);
  await clock.advance(10_000);
  schedule(run);
  await clock.advance(0);
  expect(runs).toBe(3);
});
