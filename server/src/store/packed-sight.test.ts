import type { PlateCharacter } from '@brightwall/protocol/plate';
import { describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import { packSight, type Sight, unpackSight } from './packed-sight.ts';

const seen = (change: Partial<Sight> = {}) => {
  const { passage } = delivery('a'.repeat(16));
  if (passage.pictures === null) throw new Error('not seen');
  return { ...passage, ...change };
};
const through = (sight: Sight) => unpackSight(packSight(sight), () => sight.passedMs);

describe('what an agent saw, packed', () => {
  it('comes back as it was', () => {
    for (const change of [
      {},
      { rows: 2, profile: 'main', edgeClockOffsetMs: -12.625 },
      { rows: 2, profile: 'sub', edgeClockOffsetMs: null },
      { reading: null },
      { reading: { ...reading(), runnerUp: null } },
    ] satisfies Partial<Sight>[]) {
      const sight = seen(change);
      expect(sight).toMatchObject(through(sight));
    }
  });

  it('holds the longest reading that the protocol allows, and characters outside of the first plane', () => {
    const character: PlateCharacter = {
      character: '𠮷',
      confidence: 1,
      alternatives: Array.from({ length: 4 }, () => ({ character: '学警', confidence: 0.5 })),
    };
    const text = '学'.repeat(10);
    const longest = {
      characters: Array.from({ length: 10 }, () => character),
      runnerUp: { text, confidence: 1 },
    };
    expect(through(seen({ reading: { ...reading(), ...longest } })).reading).toEqual(longest);
  });

  it('is rounded to what is worth keeping', () => {
    const sight = through(
      seen({
        corners: [
          [0, 1],
          [1 / 3, 0.999_99],
          [0.5, 0.5],
          [0.1, 0.2],
        ],
        plateWidthPx: 101.237,
        reading: {
          ...reading(),
          characters: [
            {
              character: '浙',
              confidence: 0.987_66,
              alternatives: [{ character: '皖', confidence: 0.000_04 }],
            },
          ],
        },
      }),
    );
    expect(sight.plateWidthPx).toBe(101.24);
    expect(sight.corners.flat().map(part => part.toFixed(4))).toEqual([
      '0.0000',
      '1.0000',
      '0.3333',
      '1.0000',
      '0.5000',
      '0.5000',
      '0.1000',
      '0.2000',
    ]);
    expect(sight.reading?.characters).toEqual([{ character: '浙', confidence: 0.9877, alternatives: [] }]);
  });

  it('of a vehicle that stood there for longer than 17 years says 17 years', () => {
    const { passedMs, firstSeenMs } = through(seen({ firstSeenMs: 0, passedMs: 40 * 365 * 86_400_000 }));
    expect(passedMs - firstSeenMs).toBe(2 ** 39 - 1);
  });
});
