import { describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import type { KnownAlert, WatchHit } from './ports.ts';
import { groupHits } from './repeats.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 10, 25, 4);
const hit = (minutes: number, plate = '浙A3K901', entryId = 'x'): WatchHit => ({
  entryId,
  passage: delivery('a'.repeat(16), { passedMs: startMs + minutes * minuteMs, reading: reading(plate) })
    .passage,
});
const group = (hits: WatchHit[], known: KnownAlert[] = []) => {
  let made = 0;
  return groupHits(hits, known, () => `new-${++made}`);
};

describe('hits of one entry and vehicle', () => {
  it('raise one alert in five minutes, in whatever order they come', () => {
    const { grouped, raised } = group([hit(6), hit(0), hit(5), hit(2), hit(11.5)]);
    expect(raised.map(({ id }) => id)).toEqual(['new-1', 'new-2', 'new-3']);
    expect(grouped.map(({ alertId }) => alertId)).toEqual(['new-1', 'new-1', 'new-1', 'new-2', 'new-3']);
  });

  it('go to the alert that stands already', () => {
    const known = [{ id: 'old', entryId: 'x', plate: '浙A3K901', kind: 'small', passedMs: startMs }];
    expect(group([hit(4)], known).raised).toEqual([]);
    expect(group([hit(-4)], known).grouped[0]!.alertId).toBe('old');
    expect(group([hit(5.1)], known).raised).toHaveLength(1);
  });
});

it('another vehicle and another entry raise alerts of their own', () => {
  const { raised } = group([hit(0), hit(0, '浙A3K902'), hit(0, '浙A3K901', 'y')]);
  expect(raised.map(({ id }) => id)).toEqual(['new-1', 'new-2', 'new-3']);
});
