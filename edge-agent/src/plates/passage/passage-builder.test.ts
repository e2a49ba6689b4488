import { SeenPassage } from '@brightwall/protocol/passage';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import sharp from 'sharp';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { type Frame, frameBytes } from '../frames/frame.ts';
import type { FoundPlate } from '../reader/types.ts';
import { plateAt, readingOf } from '../testing/plate.ts';
import { Track } from '../track/track.ts';
import { buildPassage, judge } from './passage-builder.ts';
import { RecentPassages } from './recent-passages.ts';

const frameAt = (takenMs: number): Frame => {
  const data = new Uint8Array(frameBytes(640, 360)).fill(128);
  return { data, widthPx: 640, heightPx: 360, takenMs };
};

/** Seen every 120 ms; the last sighting is the scene. */
function trackOf(plates: readonly FoundPlate[], texts: readonly (string | null)[] = [], startMs = 0): Track {
  const track = new Track(0, plates[0]!, startMs);
  for (const [i, plate] of plates.entries()) {
    const atMs = startMs + i * 120;
    if (i > 0) track.sight(plate, atMs);
    const text = texts[i];
    if (text) track.noteRead({ ...plate, reading: readingOf(text, 0.95) });
    track.offerScene({ frame: frameAt(atMs), plate, moved: null, quality: i });
  }
  return track;
}

const growing = [40, 50, 60, 70].map((w, i) => plateAt(300 + i * 10, 150 + i * 25, w));
const read = Array(4).fill('浙A3K901') as string[];
const context = {
  cameraId: '0123456789abcdef',
  profile: 'main',
  setup: defaultPlateSetup,
  edgeClockOffsetMs: 3,
} as const;

describe('buildPassage', () => {
  it('tells of a vehicle as the protocol wants it', async () => {
    const { passage, pictures } = await buildPassage(trackOf(growing, read, 1_000_000), context);
    expect(Compile(SeenPassage).Check(passage)).toBe(true);
    expect(passage).toMatchObject({
      direction: 'toward',
      colour: 'blue',
      kind: 'small',
      plateWidthPx: 70,
      passedMs: 1_000_360,
      firstSeenMs: 1_000_000,
      lane: null,
      reading: { text: '浙A3K901' },
    });
    expect(pictures.map(({ hash }) => hash).sort()).toEqual(Object.values(passage.pictures).sort());
    expect(await sharp(pictures[0]!.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 640 });
    const [left, top, right, bottom] = passage.vehicle;
    for (const [x, y] of passage.corners) {
      expect(x).toBeGreaterThan(left);
      expect(x).toBeLessThan(right);
      expect(y).toBeGreaterThan(top);
      expect(y).toBeLessThan(bottom);
    }
  });

  it('says honestly when the plate could not be read', async () => {
    const { passage } = await buildPassage(trackOf(growing), context);
    expect(passage).toMatchObject({ reading: null, kind: 'unknown', framesRead: 0 });
  });

  it('names the lane the plate was in, and the way a vehicle went', async () => {
    const half = (from: number, to: number): [number, number][] => [
      [from, 0],
      [to, 0],
      [to, 1],
      [from, 1],
    ];
    const setup = {
      ...defaultPlateSetup,
      lanes: [
        { name: '1', area: half(0, 0.4) },
        { name: '2', area: half(0.4, 1) },
      ],
    };
    const { passage } = await buildPassage(trackOf([...growing].reverse(), read), { ...context, setup });
    expect(passage).toMatchObject({ lane: '2', direction: 'away' });
  });

  it('shows nothing of what is masked in any of its pictures', async () => {
    const whole: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const { pictures } = await buildPassage(trackOf(growing, read), {
      ...context,
      setup: { ...defaultPlateSetup, masks: [whole] },
    });
    for (const { jpeg } of pictures) {
      const pixels = await sharp(jpeg).raw().toBuffer();
      expect(pixels.every(value => value < 3)).toBe(true);
    }
  });
});

describe('judge', () => {
  it('knows a vehicle from a glimpse and from what stayed far away', () => {
    expect(judge(trackOf(growing, read), 30)).toBe('vehicle');
    expect(judge(trackOf(growing.slice(0, 2)), 30)).toBe('weak');
    expect(judge(trackOf(growing.map(p => ({ ...p, score: 0.4 }))), 30)).toBe('weak');
    const far = [20, 21, 22, 23].map(w => plateAt(300, 100, w));
    expect(judge(trackOf(far), 30)).toBe('far');
    expect(judge(trackOf(far, read), 30)).toBe('vehicle');
  });
});

describe('RecentPassages', () => {
  const later = (ms: number, text: string | null, x = 340) =>
    trackOf([plateAt(x, 240, 70), plateAt(x + 5, 250, 72)], [text, text], ms);

  it('knows the vehicle whose track broke, by its number or by where it is', () => {
    const recent = new RecentPassages();
    recent.note(trackOf(growing, read));
    expect(recent.isDouble(later(2500, '浙A3K901'))).toBe(true);
    expect(recent.isDouble(later(2500, '浙A3K907'))).toBe(true);
    expect(recent.isDouble(later(2500, '苏B55555'))).toBe(false);
    expect(recent.isDouble(later(1500, null, 360))).toBe(true);
    expect(recent.isDouble(later(1500, null, 20))).toBe(false);
  });

  it('lets the same vehicle pass again when it comes back later', () => {
    const recent = new RecentPassages();
    recent.note(trackOf(growing, read));
    expect(recent.isDouble(later(8000, '浙A3K901'))).toBe(false);
  });
});
