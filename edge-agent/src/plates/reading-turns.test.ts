import { FakeClock } from '@brightwall/kit/clock';
import { expect, test } from 'vitest';
import { ReadingTurns } from './reading-turns.ts';

function turnsOf(most: number) {
  const clock = new FakeClock();
  const turns = new ReadingTurns(clock, most);
  const later = (ms: number) => clock.advance(ms);
  const pictures = (read: number, skipped: number) => {
    for (let n = 0; n < read; n++) turns.handleRead();
    for (let n = 0; n < skipped; n++) turns.handleSkipped();
  };
  return { turns, later, pictures };
}

test('as many cameras are read as there is room for, and the next when one leaves', () => {
  const { turns } = turnsOf(2);
  expect([turns.take('a', false), turns.take('b', false), turns.take('c', false)]).toEqual([
    true,
    true,
    false,
  ]);
  turns.leave('a');
  expect(turns.take('c', false)).toBe(true);
  expect(turns.take('b', false)).toBe(true);
});

test('the newest camera gives way when pictures are left out', async () => {
  const { turns, later, pictures } = turnsOf(2);
  turns.take('a', false);
  turns.take('b', false);
  pictures(90, 10);
  await later(5000);
  expect(turns.take('a', false)).toBe(true);
  expect(turns.take('b', false)).toBe(false);
});

test('one camera is always read, however slow the machine', async () => {
  const { turns, later, pictures } = turnsOf(1);
  turns.take('a', false);
  pictures(1, 99);
  await later(5000);
  expect(turns.take('a', false)).toBe(true);
});

test('a camera more is tried when nothing is left out, but not soon after it was too much', async () => {
  const { turns, later, pictures } = turnsOf(1);
  turns.take('a', false);
  expect(turns.take('b', false)).toBe(false);
  pictures(100, 0);
  await later(5000);
  expect(turns.take('b', false)).toBe(true);
  pictures(80, 20);
  await later(5000);
  expect([turns.take('a', false), turns.take('b', false)]).toEqual([true, false]);
  pictures(100, 0);
  await later(10_000);
  expect([turns.take('a', false), turns.take('b', false)]).toEqual([true, false]);
  await later(60_000);
  turns.take('a', false);
  expect(turns.take('b', false)).toBe(true);
});

test('the camera somebody looks at is read at once', () => {
  const { turns } = turnsOf(1);
  turns.take('a', false);
  expect(turns.take('b', true)).toBe(true);
  expect(turns.take('a', false)).toBe(false);
});
