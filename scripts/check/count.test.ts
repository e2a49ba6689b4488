import { describe, expect, it } from 'vitest';
import { count } from '../../.ci/count.mjs';

const file = (...statuses: string[]) => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map(status => ({ status })),
});

describe('the last line of .ci/run', () => {
  it('counts tests, and the check as one', () => {
    const report = { testResults: [file('passed', 'passed'), file('passed', 'skipped')] };
    expect(count(report, 0, 0)).toEqual({ passed: 4, failed: 0, skipped: 1 });
    expect(count(report, 1, 0)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('counts a failed test once, and a file that could not be read', () => {
    expect(count({ testResults: [file('passed', 'failed')] }, 0, 1)).toMatchObject({ passed: 2, failed: 1 });
    const broken = { status: 'failed', assertionResults: [] };
    expect(count({ testResults: [file('passed'), broken] }, 0, 1)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('fails when nothing ran, or vitest failed outside every test', () => {
    expect(count(null, 0, 1)).toMatchObject({ failed: 1 });
    expect(count({ testResults: [] }, 0, 0)).toMatchObject({ failed: 1 });
    expect(count({ testResults: [file('passed')] }, 0, 1)).toMatchObject({ failed: 1 });
  });
});
