import { impossibleKmh, type Track, type TrackLeg } from '@brightwall/protocol/track';
import { describe, expect, it } from 'vitest';
import { testPassage } from '../../../testing.ts';
import { colours } from '../../../ui/theme.ts';
import { groundOfTrack, trackShape } from './track-shape.ts';

const leg = (change: Partial<TrackLeg> = {}): TrackLeg => ({
  line: [
    [120, 30],
    [120.01, 30],
  ],
  ...{ metres: 960, atLeastKmh: 42.4, isUnseen: false },
  ...change,
});
const track = (...legs: TrackLeg[]): Track => ({
  passages: [...legs, leg()].map((_, n) => testPassage(n)),
  trips: [{ first: 0, legs }],
  isCut: false,
  hasRoads: true,
});
const placeOf = () => ({ lon: 120, lat: 30 });
const lines = (shape: ReturnType<typeof trackShape>) =>
  shape.features.filter(({ geometry }) => geometry.type === 'LineString').map(({ properties }) => properties);
const labels = (shape: ReturnType<typeof trackShape>) =>
  shape.features.flatMap(({ properties }) => properties.label ?? []);

describe('a track on the map', () => {
  it('has arrows, and says how fast at least', () => {
    const shape = trackShape(track(leg()), null, placeOf);
    expect(lines(shape)).toMatchObject([{ arrows: true, dashed: false, colour: colours.primary }]);
    expect(labels(shape)).toEqual(['≥ 42 km/h']);
  });

  it('is dashed where nobody saw the way, and red where no road allows it', () => {
    const shape = trackShape(
      track(
        leg({ isUnseen: true, metres: null, atLeastKmh: null }),
        leg({ atLeastKmh: impossibleKmh + 1 }),
        leg({ line: [], metres: null, atLeastKmh: null, isUnseen: true }),
      ),
      null,
      placeOf,
    );
    expect(lines(shape)).toMatchObject([{ dashed: true }, { dashed: false, colour: colours.fault }]);
    expect(labels(shape)).toEqual([`≥ ${impossibleKmh + 1} km/h`]);
  });

  it('shows the trip that is looked at above the others', () => {
    const two: Track = {
      ...track(leg(), leg()),
      trips: [
        { first: 0, legs: [leg()] },
        { first: 2, legs: [] },
      ],
    };
    expect(lines(trackShape(two, 1, placeOf))).toMatchObject([{ arrows: false }]);
    expect(groundOfTrack(two, 1)).toEqual([]);
    expect(groundOfTrack(two, 0)).toHaveLength(2);
  });
});
