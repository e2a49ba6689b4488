import { expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';

const all = () => true;

it('gives the vehicles of the last minute', () => {
  const arrivals = new Arrivals();
  for (let second = 0; second < 90; second++) arrivals.add('a', second * 1000);
  expect(arrivals.perMinute(90_000, all)).toBe(59);
  expect(arrivals.perMinute(200_000, all)).toBe(0);
});

it('counts the cameras asked for', () => {
  const arrivals = new Arrivals();
  for (let i = 0; i < 10; i++) arrivals.add(i < 3 ? 'a' : 'b', 0);
  expect(arrivals.perMinute(1000, id => id === 'a')).toBe(3);
});

it('keeps its rate when more come than it remembers', () => {
  const arrivals = new Arrivals(1000);
  // 100 a second for a minute is 6000 a minute; the last ten seconds are remembered.
  for (let i = 0; i < 6000; i++) arrivals.add('a', i * 10);
  expect(arrivals.perMinute(60_000, all)).toBeGreaterThan(5900);
  expect(arrivals.perMinute(60_000, all)).toBeLessThan(6100);
});
