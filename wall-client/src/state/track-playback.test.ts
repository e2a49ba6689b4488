import type { Track, TrackLeg } from '@brightwall/protocol/track';
import { describe, expect, it } from 'vitest';
import { testPassage } from '../testing.ts';
import { alongLine, clipOf, momentOf } from './track-playback.ts';

const startMs = testPassage(0).passedMs;
const at = (seconds: number) => startMs + seconds * 1000;
const leg = (line: [number, number][], change: Partial<TrackLeg> = {}): TrackLeg => ({
  ...{ line, metres: 1000, atLeastKmh: 36, isUnseen: false },
  ...change,
});
/** Two trips: three gates within 200 s, two more an hour later. */
const track: Track = {
  passages: [0, 100, 200, 3800, 3900].map(n => testPassage(n)),
  trips: [
    {
      first: 0,
      legs: [
        leg([
          [120, 0],
          [120.1, 0],
          [120.1, 0.1],
        ]),
        leg([
          [120.1, 0.1],
          [120.2, 0.1],
        ]),
      ],
    },
    { first: 3, legs: [leg([])] },
  ],
  isCut: false,
  hasRoads: true,
};

describe('the playback of a track', () => {
  it('moves evenly along the way between two gates', () => {
    expect(momentOf(track, at(0))).toMatchObject({ passage: 0, at: [120, 0] });
    const [lon, lat] = momentOf(track, at(75))!.at!;
    expect([lon, lat]).toEqual([expect.closeTo(120.1, 5), expect.closeTo(0.05, 4)]);
    expect(momentOf(track, at(100))).toMatchObject({ passage: 1, at: [120.1, 0.1] });
  });

  it('stands at the last gate of a trip until the next begins, and nowhere without places', () => {
    expect(momentOf(track, at(-1))).toBeNull();
    expect(momentOf(track, at(1000))).toEqual({ passage: 2, leg: null, at: [120.2, 0.1] });
    expect(momentOf(track, at(3850))).toMatchObject({ passage: 3, at: null });
  });

  it('skips the time between trips, and is of one trip where one is chosen', () => {
    const whole = clipOf(track, null);
    expect([whole.fromMs, whole.toMs]).toEqual([at(0), at(3900)]);
    expect(whole.skipGaps(at(150))).toBe(at(150));
    expect(whole.skipGaps(at(201))).toBe(at(3800));
    expect(whole.skipGaps(at(9999))).toBe(at(3900));
    const second = clipOf(track, 1);
    expect([second.fromMs, second.toMs, second.skipGaps(at(0))]).toEqual([at(3800), at(3900), at(3800)]);
  });

  it('knows lines without length', () => {
    expect(alongLine([], 0.5)).toBeNull();
    expect(
      alongLine(
        [
          [120, 30],
          [120, 30],
        ],
        0.5,
      ),
    ).toEqual([120, 30]);
  });
});
