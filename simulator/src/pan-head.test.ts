import { FakeClock } from '@brightwall/kit/clock';
import { beforeEach, describe, expect, it } from 'vitest';
import { PanHead } from './pan-head.ts';

let clock: FakeClock;
let head: PanHead;
let changes: number;

beforeEach(() => {
  clock = new FakeClock();
  changes = 0;
  head = new PanHead(
    () => clock.monotonicMs(),
    () => {
      changes += 1;
    },
  );
});

describe('a pan head', () => {
  it('moves at the asked speed until stopped, and shows another picture on its way', async () => {
    head.continuousMove({ pan: 0.5, tilt: 0, zoom: 0 }, 10_000);
    expect(head.moving).toBe(true);
    await clock.advance(1000);
    expect(head.where().pan).toBeCloseTo(0.5);
    expect(head.position()).toBe(2);
    head.stop();
    await clock.advance(1000);
    expect(head.where().pan).toBeCloseTo(0.5);
    expect(head.moving).toBe(false);
    expect(changes).toBe(1);
  });

  it('stops by itself at its timeout and at its end of travel', async () => {
    head.continuousMove({ pan: -1, tilt: 0, zoom: 0 }, 200);
    await clock.advance(5000);
    expect(head.where().pan).toBeCloseTo(-0.2);
    head.continuousMove({ pan: -1, tilt: 1, zoom: -1 }, 60_000);
    await clock.advance(5000);
    expect(head.where()).toEqual({ pan: -1, tilt: 1, zoom: 0 });
  });

  it('keeps, recalls, renames and forgets presets, and has room for 64', () => {
    expect(head.presets().map(p => p.name)).toEqual(['左侧', '正前', '右侧']);
    head.moveTo({ pan: 0.7, tilt: -0.2, zoom: 0.4 });
    const token = head.setPreset('路口', null)!;
    head.goHome();
    expect(head.position()).toBe(1);
    expect(head.gotoPreset(token)).toBe(true);
    expect(head.where()).toEqual({ pan: 0.7, tilt: -0.2, zoom: 0.4 });
    expect(head.setPreset('西口', token)).toBe(token);
    expect(head.removePreset(token)).toBe(true);
    expect(head.gotoPreset(token)).toBe(false);
    for (let i = 0; i < 61; i++) expect(head.setPreset(`p${i}`, null)).not.toBeNull();
    expect(head.setPreset('one more', null)).toBeNull();
  });
});
