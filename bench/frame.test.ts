import { describe, expect, it } from 'vitest';
import { judge, percentile } from './frame.ts';

describe('the bench frame', () => {
  it('holds a figure against its target in the direction that is better', () => {
    const budgets = {
      latency: { unit: 'ms', target: 250, better: 'lower' },
      consumers: { unit: 'consumers', target: 500, better: 'higher' },
    } as const;
    const rows = judge(budgets, [
      { name: 'latency', figure: 251 },
      { name: 'consumers', figure: 501 },
    ]);
    expect(rows.map(row => row.ok)).toEqual([false, true]);
  });

  it('holds a ratio target against how many times better than the baseline', () => {
    const budgets = { cpu: { unit: 'ms/s', target: 5, better: 'lower', of: 'ratio' } } as const;
    const [good, bad, none] = [
      judge(budgets, [{ name: 'cpu', figure: 1, baseline: 6 }]),
      judge(budgets, [{ name: 'cpu', figure: 2, baseline: 6 }]),
      judge(budgets, [{ name: 'cpu', figure: 2 }]),
    ];
    expect([good[0]!.ratio, good[0]!.ok]).toEqual([6, true]);
    expect([bad[0]!.ratio, bad[0]!.ok]).toEqual([3, false]);
    expect(none[0]!.ok).toBe(false);
  });

  it('misses a target when nothing was measured', () => {
    const budgets = { latency: { unit: 'ms', target: 250, better: 'lower' } } as const;
    expect(judge(budgets, [{ name: 'latency', figure: Number.NaN }])[0]!.ok).toBe(false);
  });

  it('refuses a figure that has no place in the budgets', () => {
    expect(() => judge({}, [{ name: 'new', figure: 1 }])).toThrow('budgets.json');
  });

  it('takes percentiles by nearest rank', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([1, 2, 3, 4], 0.95), percentile([], 0.5)]).toEqual([
      2,
      4,
      Number.NaN,
    ]);
  });
});
