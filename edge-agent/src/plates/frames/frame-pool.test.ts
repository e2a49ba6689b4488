import { describe, expect, it } from 'vitest';
import { plateAt } from '../testing/plate.ts';
import { Track } from '../track/track.ts';
import type { Frame } from './frame.ts';
import { FramePool } from './frame-pool.ts';

const frameOf = (pool: FramePool): Frame => {
  const data = pool.take();
  return { data, widthPx: 4, heightPx: 2, takenMs: 0, lease: pool.lease(data) };
};

describe('FramePool', () => {
  it('uses a buffer again when nobody needs it any more, not before', () => {
    const pool = new FramePool(12);
    const frame = frameOf(pool);
    frame.lease!.hold();
    frame.lease!.release();
    expect(pool.take()).not.toBe(frame.data);
    frame.lease!.release();
    expect(pool.take()).toBe(frame.data);
  });

  it('keeps a few spare ones only', () => {
    const pool = new FramePool(12);
    for (const frame of Array.from({ length: 9 }, () => frameOf(pool))) frame.lease!.release();
    expect(pool.spare).toBe(4);
  });

  it('lends a frame to the track whose best picture it is', () => {
    const pool = new FramePool(12);
    const track = new Track(0, plateAt(2, 1, 2), 0);
    const [good, better] = [frameOf(pool), frameOf(pool)];
    for (const [quality, frame] of [good, better].entries()) {
      track.offerScene({ frame, plate: plateAt(2, 1, 2), moved: null, quality });
      frame.lease!.release();
    }
    expect(pool.spare).toBe(1);
    track.dropScene();
    track.dropScene();
    expect(pool.spare).toBe(2);
  });
});
