import { describe, expect, it } from 'vitest';
import { StreamChoice } from './stream-choice.ts';

/** Plates of these widths, px of the stream that is read, on streams of so many px. */
function passed(widths: readonly number[], choice = twoStreams()): StreamChoice {
  for (const width of widths) choice.handleVehicle(width);
  return choice;
}
function twoStreams(watch = 640, read = 1280): StreamChoice {
  const choice = new StreamChoice();
  choice.handleStream('watch', watch);
  choice.handleStream('read', read);
  return choice;
}
const many = (width: number, count = 60) => Array<number>(count).fill(width);

describe('StreamChoice', () => {
  it('begins with the large stream, and stays there until enough vehicles were seen', () => {
    expect(twoStreams().wanted).toBe('read');
    expect(passed(many(280, 19)).wanted).toBe('read');
    expect(passed(many(280, 20)).wanted).toBe('watch');
  });

  it('wants the small stream where plates are 90 px wide on it', () => {
    expect(passed(many(179)).wanted).toBe('read');
    expect(passed(many(180)).wanted).toBe('watch');
    expect(passed(many(90), twoStreams(1280, 2560)).wanted).toBe('read');
  });

  it('goes back only when plates on it are narrower than 75 px', () => {
    const choice = passed(many(190));
    expect(choice.needsRead).toBe(true);
    expect(choice.changeOver()).toBe(0.5);
    expect(choice).toMatchObject({ reads: 'watch', needsRead: false });
    expect(passed(many(80), choice).wanted).toBe('watch');
    expect(passed(many(74), choice)).toMatchObject({ wanted: 'read', reads: 'watch', needsRead: true });
    expect(choice.changeOver()).toBe(2);
    expect(passed(many(160), choice).wanted).toBe('read');
  });

  it('does not go by a few narrow plates, and does go by a far lane', () => {
    const lanes = (far: number) => Array.from({ length: 60 }, (_, i) => (i % 10 < far ? 80 : 240));
    expect(passed(lanes(1)).wanted).toBe('watch');
    expect(passed(lanes(3)).wanted).toBe('read');
  });

  it('has nothing to choose where a camera has one stream, or the watched one is the larger', () => {
    expect(passed(many(400), twoStreams(1280, 1280)).wanted).toBe('read');
    expect(passed(many(400), twoStreams(1920, 1280)).wanted).toBe('read');
    expect(passed(many(400), twoStreams(0, 1280)).wanted).toBe('read');
  });
});
