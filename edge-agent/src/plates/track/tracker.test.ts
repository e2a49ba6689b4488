import { describe, expect, it } from 'vitest';
import type { FoundPlate } from '../reader/types.ts';
import { plateAt } from '../testing/plate.ts';
import { Tracker } from './tracker.ts';

const everyMs = 120;

/** A vehicle coming from 40 m to 8 m, as a camera 3 m over the road sees its plate. */
function approaching(t: number, x = 400): FoundPlate {
  const metres = 40 - t * 12;
  return plateAt(x - (900 / metres) * 2, 180 + 4200 / metres, 700 / metres);
}

describe('Tracker', () => {
  it('follows a vehicle that comes nearer as one', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 22; i++) tracker.update([approaching(i * 0.12)], i * everyMs);
    expect(tracker.tracks).toHaveLength(1);
    expect(tracker.tracks[0]).toMatchObject({ hits: 22 });
    expect(tracker.tracks[0]!.widest.width).toBeGreaterThan(70);
  });

  it('keeps two vehicles apart that pass each other', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 30; i++) {
      const t = i * 0.12;
      const left = plateAt(200 + t * 150, 400, 60);
      const right = plateAt(800 - t * 150, 430, 60);
      tracker.update(i % 2 ? [left, right] : [right, left], i * everyMs);
    }
    expect(tracker.tracks.map(track => track.hits)).toEqual([30, 30]);
    const [a, b] = tracker.tracks;
    expect(a!.motion.speed[0]).toBeLessThan(-100);
    expect(b!.motion.speed[0]).toBeGreaterThan(100);
  });

  it('finds a vehicle again that was hidden for a second', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 40; i++) {
      const hidden = i >= 15 && i < 24;
      const plates = hidden ? [] : [plateAt(300 + i * 6, 400 + i * 2, 60)];
      tracker.update(plates, i * everyMs);
      expect(tracker.takeEnded(i * everyMs)).toEqual([]);
    }
    expect(tracker.tracks).toHaveLength(1);
  });

  it('ends a track that is not seen for longer, once', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 5; i++) tracker.update([approaching(i * 0.12)], i * everyMs);
    expect(tracker.takeEnded(5 * everyMs + 1000)).toEqual([]);
    expect(tracker.takeEnded(5 * everyMs + 1500)).toHaveLength(1);
    expect(tracker.takeEnded(5 * everyMs + 3000)).toEqual([]);
  });

  it('does not leap from a vehicle driving away to one that comes', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 10; i++) tracker.update([plateAt(700 - i * 6, 400 - i * 14, 40 - i)], i * everyMs);
    const [away] = tracker.tracks;
    // Where the first was last seen, another appears, and comes down the road.
    for (let i = 10; i < 16; i++)
      tracker.update([plateAt(645 - (i - 10) * 8, 300 + (i - 10) * 14, 32 + i - 10)], i * everyMs);
    expect(away!.hits).toBe(10);
    expect(tracker.tracks).toHaveLength(2);
  });

  it('holds a vehicle that stands for as long as it is told to', () => {
    const tracker = new Tracker();
    for (let i = 0; i < 5; i++) tracker.update([plateAt(500, 400, 80)], i * everyMs);
    expect(tracker.takeEnded(300_000, () => true)).toEqual([]);
    tracker.update([plateAt(501, 400, 80)], 300_000);
    expect(tracker.tracks).toHaveLength(1);
    expect(tracker.tracks[0]!.hits).toBe(6);
  });

  it('has room for so many, and counts what it has none for', () => {
    const tracker = new Tracker({ maxTracks: 3 });
    tracker.update(
      [0, 1, 2, 3, 4].map(i => plateAt(100 + i * 300, 400, 60)),
      0,
    );
    expect(tracker.tracks).toHaveLength(3);
    expect(tracker.refused).toBe(2);
  });
});
