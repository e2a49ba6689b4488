import { describe, expect, it } from 'vitest';
import { readingOf } from '../testing/plate.ts';
import { kindOf } from './plate-kind.ts';
import { textDistance } from './text-distance.ts';
import { elect } from './vote.ts';

const ballot = (text: string, confidence: number, weight = 0.8, doubts = {}) => ({
  reading: readingOf(text, confidence, doubts),
  weight,
});

describe('the vote over a vehicle’s readings', () => {
  it('gives nothing for nothing', () => {
    expect(elect([], 'blue', kindOf)).toBeNull();
  });

  it('grows surer with each reading that agrees, but never certain', () => {
    const one = elect([ballot('浙A3K901', 0.9)], 'blue', kindOf)!;
    const three = elect(Array(3).fill(ballot('浙A3K901', 0.9)), 'blue', kindOf)!;
    expect(one.confidence).toBeCloseTo(0.9);
    expect(three.confidence).toBeGreaterThan(0.95);
    expect(three.confidence).toBeLessThan(1);
    expect(three).toMatchObject({ text: '浙A3K901', agreeing: 3, kind: 'small' });
  });

  it('takes the character most sure readings agree on', () => {
    const doubt = { 3: { confidence: 0.55, or: 'X' } };
    const elected = elect(
      [
        ballot('浙A3K901', 0.6, 0.8, doubt),
        ballot('浙A3X901', 0.97),
        ballot('浙A3X901', 0.95),
        ballot('浙A3K901', 0.6, 0.4, doubt),
      ],
      'blue',
      kindOf,
    )!;
    expect(elected.text).toBe('浙A3X901');
    expect(elected.runnerUp?.text).toBe('浙A3K901');
    expect(elected.characters[3]!.alternatives[0]!.character).toBe('K');
    expect(elected.characters[3]!.confidence).toBeGreaterThan(
      elected.characters[3]!.alternatives[0]!.confidence,
    );
  });

  it('is less sure when readings contradict each other', () => {
    const agreed = elect([ballot('浙A3K901', 0.95), ballot('浙A3K901', 0.95)], 'blue', kindOf)!;
    const torn = elect([ballot('浙A3K901', 0.95), ballot('浙A3K907', 0.94)], 'blue', kindOf)!;
    expect(torn.confidence).toBeLessThan(0.75);
    expect(agreed.confidence).toBeGreaterThan(torn.confidence);
  });

  it('puts a number together that nobody read whole, and does not trust it much', () => {
    const first = { 2: { confidence: 0.5, or: '8' } };
    const last = { 6: { confidence: 0.5, or: '7' } };
    const elected = elect(
      [
        ballot('浙A3K901', 0.5, 0.8, first),
        ballot('浙A8K901', 0.9, 0.8),
        ballot('浙A3K907', 0.9, 0.8, { 2: { confidence: 0.3, or: '8' } }),
        ballot('浙A3K907', 0.5, 0.8, { ...first, ...last }),
      ],
      'blue',
      kindOf,
    )!;
    expect(elected.confidence).toBeLessThanOrEqual(0.8);
    expect(kindOf(elected.text, 'blue')).toBe('small');
  });

  it('never makes up a number the grammar forbids', () => {
    const elected = elect(
      [ballot('浙A12345', 0.5, 0.8, { 6: { confidence: 0.5, or: '警' } }), ballot('浙AK2345', 0.6, 0.8)],
      'blue',
      kindOf,
    )!;
    expect(kindOf(elected.text, 'blue')).not.toBeNull();
  });
});

describe('kindOf', () => {
  it('tells the kind by the number, and by the ground where the number does not', () => {
    expect(kindOf('浙AD12345', 'green')).toBe('small-new-energy');
    expect(kindOf('浙A12345D', 'yellow-green')).toBe('large-new-energy');
    expect(kindOf('浙A1234警', 'white')).toBe('police');
    expect(kindOf('浙A12345', 'yellow')).toBe('large');
    expect(kindOf('浙A12345', 'blue')).toBe('small');
    expect(kindOf('浙A123', 'blue')).toBeNull();
  });
});

describe('textDistance', () => {
  it('counts a character that is easily confused half', () => {
    expect(textDistance('浙A3K901', '浙A3K901')).toBe(0);
    expect(textDistance('浙A8K901', '浙ABK901')).toBe(0.5);
    expect(textDistance('浙A8K901', '浙A1K901')).toBe(1);
    expect(textDistance('浙A8K901', '浙A8K90')).toBe(1);
  });
});
