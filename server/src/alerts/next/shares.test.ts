// Shares of the next camera, and when it is reached.
import { describe, expect, it } from 'vitest';
import { seeded } from '../../testing/seeded.ts';
import { travelMs } from './arrival.ts';
import { travelHeading } from './place.ts';
import type { Step } from './ports.ts';
import { nextShares } from './shares.ts';

const any = { direction: 'unknown', beforeId: null } as const;
const went = (nextId: string | null, change: Partial<Step> = {}): Step => ({
  ...{ direction: 'toward', beforeId: null, nextId, tookMs: nextId === null ? null : 60_000 },
  ...change,
});
const many = (count: number, step: Step) => Array.from({ length: count }, () => step);

describe('the shares of the next cameras', () => {
  it('are those of the roads where nobody passed, and of those who passed where many did', () => {
    const roads = new Map([
      ['north', 0.6],
      ['east', 0.2],
    ]);
    expect(nextShares(roads, [], any)).toEqual(roads);
    const steps = [...many(10, went('north')), ...many(890, went('east')), ...many(100, went(null))];
    const shares = nextShares(roads, steps, any);
    expect(shares.get('east')).toBeCloseTo(0.89, 1);
    expect(shares.get('north')).toBeCloseTo(0.01, 1);
  });

  it('follow those who drove the same way, and before all those who came from the same camera', () => {
    const steps = [
      ...many(100, went('north', { direction: 'away' })),
      ...many(100, went('south', { direction: 'toward' })),
      ...many(50, went('east', { direction: 'toward', beforeId: 'west' })),
    ];
    const best = (context: Parameters<typeof nextShares>[2]) =>
      [...nextShares(new Map(), steps, context)].sort(([, a], [, b]) => b - a)[0]![0];
    expect(best({ direction: 'away', beforeId: null })).toBe('north');
    expect(best({ direction: 'toward', beforeId: null })).toBe('south');
    expect(best({ direction: 'toward', beforeId: 'west' })).toBe('east');
    // Nobody came from there yet: what is known of the direction stands.
    expect(best({ direction: 'away', beforeId: 'elsewhere' })).toBe('north');
  });

  it.each([1, 2, 3])('are never below nothing nor in all above one (seed %i)', seed => {
    const random = seeded(seed);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (let n = 0; n < 200; n++) {
      const pick = () => ids[Math.floor(random() * ids.length)]!;
      const parts = ids.map(() => random());
      const all = parts.reduce((sum, part) => sum + part, random());
      const roads = new Map(ids.map((id, i) => [id, parts[i]! / all]));
      const steps = Array.from({ length: Math.floor(random() * 60) }, () =>
        went(random() < 0.2 ? null : pick(), {
          direction: random() < 0.5 ? 'toward' : 'away',
          beforeId: random() < 0.3 ? null : pick(),
        }),
      );
      const shares = [...nextShares(roads, steps, { direction: 'away', beforeId: pick() }).values()];
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});

describe('when it is reached', () => {
  it('is as long as it took others, of whom a tenth are left out at either end', () => {
    const took = Array.from({ length: 101 }, (_, n) => 60_000 + n * 1000);
    expect(travelMs(took, 700)).toEqual([70_000, 110_000, 150_000]);
  });

  it('is by the length of the road where few went, and unknown without one', () => {
    expect(travelMs([1], 1000)).toEqual([60_000, 120_000, 300_000]);
    expect(travelMs([1], null)).toBeNull();
  });
});

it('a vehicle drives against the camera that sees its front, and the way of one that sees it go', () => {
  expect([travelHeading(90, 'toward'), travelHeading(270, 'toward'), travelHeading(90, 'away')]).toEqual([
    270, 90, 90,
  ]);
  expect([travelHeading(null, 'away'), travelHeading(90, 'unknown')]).toEqual([null, null]);
});
