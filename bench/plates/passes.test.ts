import { describe, expect, it } from 'vitest';
import { account, counts, type Made, type Pass, passesOf } from './passes.ts';
import type { TruthVehicle } from './simulator-loops.ts';

/** A vehicle whose plate is `width` px wide at `x`. */
const vehicle = (id: string, x: number, width = 60, plateClear = true): TruthVehicle => ({
  id,
  type: 'sedan',
  direction: 'oncoming',
  box: [x, 100, 200, 150],
  plate: `浙A·0000${id}`,
  plateKind: 'blue',
  plateCorners: [x + 50, 200, x + 50 + width, 200, x + 50 + width, 220, x + 50, 220],
  plateClear,
});

/** `n` frames of nothing, then of a vehicle that drives 10 px a frame, then of nothing. */
const driving = (id: string, n: number, width = 60, clear = true): TruthVehicle[][] => [
  [],
  [],
  ...Array.from({ length: n }, (_, i) => [vehicle(id, i * 10, width, clear)]),
  [],
  [],
];

const madeAt = (frame: number, pass: Pass, text: string | null = pass.plate): Made => ({
  frame,
  firstFrame: frame - 3,
  lastFrame: frame + 3,
  plate: pass.plateAt.get(frame)!,
  text,
  confidence: 0.97,
});

describe('the passes of a loop', () => {
  it('are one for each time a vehicle drives through', () => {
    const passes = passesOf(driving('1', 10), 3);
    expect(passes.map(({ from, to, whole }) => [from, to, whole])).toEqual([
      [2, 11, true],
      [16, 25, true],
      [30, 39, true],
    ]);
  });

  it('keep apart a vehicle that is far and near in the same picture', () => {
    const frames = Array.from({ length: 20 }, (_, i) => [vehicle('1', i * 10), vehicle('1', 600 + i * 10)]);
    expect(passesOf(frames, 1)).toHaveLength(2);
  });

  it('count where the plate stood clear and wide for long enough, and wholly within the play', () => {
    const count = (frames: TruthVehicle[][]) => passesOf(frames, 1).filter(counts).length;
    expect(count(driving('1', 10))).toBe(1);
    expect(count(driving('1', 4))).toBe(0);
    expect(count(driving('1', 10, 30))).toBe(0);
    expect(count(driving('1', 10, 60, false))).toBe(0);
    expect(count(driving('1', 10).slice(2))).toBe(0);
    expect(count(driving('1', 10).slice(0, -2))).toBe(0);
  });
});

describe('the accounting of passages', () => {
  const passes = passesOf([...driving('1', 10), ...driving('2', 10)], 1);
  const [first, second] = passes as [Pass, Pass];

  it('finds vehicles with one, two and no passages', () => {
    const { outcomes, stray } = account(passes, [madeAt(5, first), madeAt(8, first, '浙B99999')]);
    expect(outcomes.map(({ made }) => made.length)).toEqual([2, 0]);
    expect(stray).toEqual([]);
  });

  it('goes by place, so that a wrong number stays with its vehicle', () => {
    const { outcomes } = account(passes, [madeAt(20, second, first.plate)]);
    expect(outcomes.map(({ made }) => made.length)).toEqual([0, 1]);
  });

  it('takes an unreadable passage for one', () => {
    const { outcomes } = account(passes, [madeAt(5, first, null)]);
    expect(outcomes[0]!.made).toHaveLength(1);
  });

  it('gives a number seen on the picture’s edge to the appearance nearest to it', () => {
    const far = Array.from({ length: 30 }, (_, i) => vehicle('1', 900 + i));
    const near = Array.from({ length: 20 }, (_, i) => vehicle('1', 100 - i * 5));
    const edge = { ...vehicle('1', 0), plateCorners: null };
    const frames = far.map((v, i) => (i < 20 ? [v, near[i]!] : [v, edge]));
    const both = passesOf(frames, 1);
    const made = { ...madeAt(5, both[0]!), frame: 24, firstFrame: 15, lastFrame: 24 };
    const { outcomes } = account(both, [{ ...made, plate: [20, 200, 80, 220] as const }]);
    const owner = outcomes.find(outcome => outcome.made.length === 1)!;
    expect(owner.pass.plateAt.get(5)![0]).toBeLessThan(200);
  });

  it('knows a passage by its number when its place was lost', () => {
    const lost = { ...madeAt(5, first), plate: [900, 600, 960, 620] as const };
    expect(account(passes, [lost]).outcomes[0]!.made).toHaveLength(1);
    expect(account(passes, [{ ...lost, text: '京A12345' }]).stray).toHaveLength(1);
  });
});
