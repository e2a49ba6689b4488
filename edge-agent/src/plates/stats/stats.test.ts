import { describe, expect, it } from 'vitest';
import { plateAt, readingOf } from '../testing/plate.ts';
import { Track } from '../track/track.ts';
import { statsOf } from './camera-counts.ts';
import { MotionEpisodes } from './motion-episodes.ts';
import { PictureHealth } from './picture-health.ts';
import { adviceFor, RecentVehicles } from './recent-vehicles.ts';

const situation = {
  cameraId: '0123456789abcdef',
  enabled: true,
  reader: { kind: 'ready' },
  profile: 'main',
  pictureAgeMs: 40,
  trouble: null,
  skippedPart: 0,
  quietMs: 0,
  decoderTrouble: null,
} as const;
const counts = {
  vehicles: 3,
  unreadable: 1,
  withoutPlate: 0,
  weak: 0,
  far: 0,
  doubles: 0,
  lost: 0,
  framesRead: 9,
  framesSkipped: 0,
};
const none = new RecentVehicles().figures();

function vehicles(count: number, widthPx: number, read = true, angleDeg = 2, sharpness = 0.5) {
  const recent = new RecentVehicles();
  for (let n = 0; n < count; n++) {
    const track = new Track(n, plateAt(500, 400, widthPx, { angleDeg }), 0);
    track.noteRead(plateAt(500, 400, widthPx, { sharpness, reading: readingOf('浙A3K901', 0.9) }));
    recent.note(track, read);
  }
  return recent.figures();
}

describe('the state of a camera’s plate reading', () => {
  const state = (change: object) => statsOf({ ...situation, ...change }, counts, none).state;

  it('says what hinders it, the first first', () => {
    expect(state({})).toBe('reading');
    expect(state({ enabled: false, pictureAgeMs: null })).toBe('off');
    expect(state({ pictureAgeMs: null })).toBe('no-picture');
    expect(state({ pictureAgeMs: 20_000 })).toBe('no-picture');
    expect(state({ trouble: 'glare' })).toBe('glare');
    expect(state({ skippedPart: 0.5 })).toBe('overloaded');
    const missing = { kind: 'model-missing', zh: '', en: '', detail: 'models/plate-detector' } as const;
    expect(statsOf({ ...situation, reader: missing }, counts, none)).toMatchObject({
      state: 'model-missing',
      detail: 'models/plate-detector',
    });
  });
});

describe('advice', () => {
  const codes = (...args: Parameters<typeof adviceFor>) => adviceFor(...args).map(({ code }) => code);

  it('waits for some vehicles, then says what is wrong and by how much', () => {
    expect(codes(vehicles(5, 30), 0, 0)).toEqual([]);
    expect(adviceFor(vehicles(20, 38), 0, 0)).toEqual([{ code: 'plates-small', measured: 38, wanted: 90 }]);
    expect(codes(vehicles(20, 110), 0, 0)).toEqual(['good']);
    expect(codes(vehicles(20, 110, true, 25), 0, 0)).toEqual(['plates-tilted']);
    expect(codes(vehicles(20, 110, false), 0, 0)).toEqual(['many-unreadable']);
    expect(codes(vehicles(20, 110), 0.4, 0)).toEqual(['frames-skipped']);
    expect(codes(none, 0, 3_600_000)).toEqual(['no-vehicles']);
  });

  it('speaks of the last hundred', () => {
    expect(vehicles(250, 90)).toMatchObject({ recentVehicles: 100, recentRead: 100, plateWidthPx: 90 });
  });
});

describe('PictureHealth', () => {
  const picture = (luma: number, bright = 0, seed = 0) => {
    const rgb = new Uint8Array(256 * 144 * 3).fill(luma);
    rgb.fill(255, 0, Math.floor(256 * 144 * bright) * 3);
    rgb[rgb.length - 1] = seed % 256;
    return { rgb };
  };
  const after = (make: (n: number) => { rgb: Uint8Array }, count = 20) => {
    const health = new PictureHealth();
    for (let n = 0; n < count; n++) health.handlePicture(make(n), n * 2000);
    return health.trouble;
  };

  it('knows a picture that is sent again and again from a quiet road', () => {
    expect(after(() => picture(100))).toBe('frozen');
    expect(after(n => picture(100, 0, n))).toBeNull();
    expect(after(() => picture(100), 10)).toBeNull();
  });

  it('knows the sun in the picture, and the dark', () => {
    expect(after(n => picture(120, 0.4, n))).toBe('glare');
    expect(after(n => picture(20, 0, n))).toBe('dark');
    expect(after(n => picture(20, 0.03, n))).toBeNull();
  });

  it('does not cry for a passing headlamp', () => {
    expect(after(n => picture(60, n % 3 === 0 ? 0.5 : 0, n))).toBeNull();
  });
});

describe('MotionEpisodes', () => {
  const run = (plateAtMs: number | null, area = 0.05, lengthMs = 2000) => {
    const episodes = new MotionEpisodes();
    let without = 0;
    for (let ms = 0; ms < 10_000; ms += 300) {
      if (plateAtMs !== null && ms >= plateAtMs && ms < plateAtMs + 300) episodes.handlePlate(ms);
      if (episodes.handleMotion(ms >= 2000 && ms <= 2000 + lengthMs ? area : 0, ms)) without += 1;
    }
    return without;
  };

  it('counts what moved by and showed no plate', () => {
    expect(run(null)).toBe(1);
    expect(run(3000)).toBe(0);
    expect(run(null, 0.002)).toBe(0);
    expect(run(null, 0.05, 100)).toBe(0);
  });
});
