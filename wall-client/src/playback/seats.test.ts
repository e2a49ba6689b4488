import { expect, it } from 'vitest';
import { Seats } from './seats.ts';

const forever = new AbortController().signal;

it('gives out no more seats than there are', () => {
  const seats = new Seats(2);
  const first = seats.tryTake();
  expect(seats.tryTake()).not.toBeNull();
  expect(seats.tryTake()).toBeNull();
  first?.();
  expect(seats.tryTake()).not.toBeNull();
});

it('counts a seat given back twice only once', () => {
  const seats = new Seats(1);
  const giveBack = seats.tryTake();
  giveBack?.();
  giveBack?.();
  expect(seats.tryTake()).not.toBeNull();
  expect(seats.tryTake()).toBeNull();
});

it('seats those who wait in the order they came', async () => {
  const seats = new Seats(1);
  const first = await seats.take(forever);
  const order: string[] = [];
  const second = seats.take(forever).then(giveBack => {
    order.push('second');
    giveBack();
  });
  const third = seats.take(forever).then(() => order.push('third'));
  first();
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
});

it('passes over one who gave up waiting', async () => {
  const seats = new Seats(1);
  const first = await seats.take(forever);
  const impatient = new AbortController();
  const given = seats.take(impatient.signal);
  impatient.abort(new Error('gone'));
  await expect(given).rejects.toThrow('gone');
  first();
  expect(seats.tryTake()).not.toBeNull();
});
