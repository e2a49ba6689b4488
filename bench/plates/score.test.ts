import { describe, expect, it } from 'vitest';
import type { Box } from './geometry.ts';
import { calibrate, rightFrom, scoreScene } from './score.ts';

const at = (x: number, width = 100): Box => [x, 0, x + width, 30];
const truth = (x: number, plate: string, legible = true) => ({ box: at(x), plate, colour: 'blue', legible });
const guess = (x: number, text: string | null, confidence = 0.9) => ({
  box: at(x),
  text,
  confidence,
  sharpness: 0.5,
});

describe('scoring a street scene', () => {
  it('counts a plate as located from half an overlap on, and right only when every character is', () => {
    const { outcomes, given } = scoreScene(
      [truth(0, '浙A3K901'), truth(200, '浙A3K902'), truth(400, '浙A3K903')],
      [guess(10, '浙A3K901'), guess(240, '浙A3K90Z'), guess(600, null)],
    );
    expect(outcomes.map(o => [o.located, o.right])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(given.map(g => g.right)).toEqual([true, false]);
  });

  it('holds a second reading of the same plate, and one of no plate, against who gave it', () => {
    const { given, outcomes } = scoreScene(
      [truth(0, '浙A3K901')],
      [guess(0, '浙A3K901'), guess(5, '浙A3K901'), guess(900, '京A00000')],
    );
    expect(outcomes[0]!.right).toBe(true);
    expect(given.map(g => g.right).sort()).toEqual([false, false, true]);
  });

  it('neither asks for a plate nobody can read nor punishes a reading of it', () => {
    const { outcomes, given } = scoreScene([truth(0, '', false)], [guess(0, '浙A3K901')]);
    expect([outcomes, given]).toEqual([[], []]);
  });

  it('gives two close plates their own readings', () => {
    const { outcomes } = scoreScene(
      [truth(0, '浙A3K901'), truth(40, '浙A3K902')],
      [guess(42, '浙A3K901'), guess(2, '浙A3K902')],
    );
    expect(outcomes.map(o => o.right)).toEqual([true, true]);
  });

  it('says that a found plate was not read, and does not count it as given', () => {
    const { outcomes, given } = scoreScene([truth(0, '浙A3K901')], [guess(0, null)]);
    expect(outcomes[0]).toMatchObject({ located: true, right: false, reading: null, sharpness: 0.5 });
    expect(given).toEqual([]);
  });
});

describe('calibration', () => {
  const given = [0.3, 0.96, 0.97, 0.995, 1].map((confidence, i) => ({ confidence, right: i !== 1 }));

  it('puts each reading into one row by its confidence, 1 into the last', () => {
    expect(calibrate(given).map(row => [row.given, row.right])).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [2, 1],
      [2, 2],
    ]);
  });

  it('tells how many of the sure ones are right, and nothing where there are none', () => {
    expect(rightFrom(given, 0.95)).toEqual({ given: 4, right: 3, share: 0.75 });
    expect(rightFrom([], 0.95).share).toBeNaN();
  });
});
