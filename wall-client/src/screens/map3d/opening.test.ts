import { FakeClock } from '@brightwall/kit/clock';
import { describe, expect, test } from 'vitest';
import { mostPatienceMs, Opening, patienceMs } from './opening.ts';

const opened = () => {
  const clock = new FakeClock();
  const seen = { frames: 0 };
  const opening = new Opening(clock, () => {
    seen.frames += 1;
  });
  return { clock, opening, seen };
};

describe('a map that is about to open', () => {
  test('waits for cameras that are on their way, and draws when the last has come', () => {
    const { opening, seen } = opened();
    opening.handleCameras(false);
    opening.handleCameras(false);
    expect([opening.awaitsCameras, seen.frames]).toEqual([true, 0]);
    opening.handleCameras(true);
    expect([opening.awaitsCameras, seen.frames]).toEqual([false, 1]);
  });
  test('waits for none where none were announced, as beside a list of passages', () => {
    expect(opened().opening.awaitsCameras).toBe(false);
  });
  test('waits on while parts of them come, but not for ever', async () => {
    const { clock, opening, seen } = opened();
    for (let ms = 0; ms < mostPatienceMs; ms += patienceMs - 500) {
      opening.handleCameras(false);
      expect(opening.awaitsCameras).toBe(true);
      await clock.advance(Math.min(patienceMs - 500, mostPatienceMs - ms));
    }
    expect([opening.awaitsCameras, seen.frames]).toEqual([false, 1]);
    opening.handleCameras(false);
    expect(opening.awaitsCameras).toBe(false);
  });
  test('waits so long for the next part and no longer', async () => {
    const { clock, opening, seen } = opened();
    opening.handleCameras(false);
    await clock.advance(patienceMs - 1);
    expect(opening.awaitsCameras).toBe(true);
    await clock.advance(1);
    opening.handleCameras(false);
    expect([opening.awaitsCameras, seen.frames]).toEqual([false, 1]);
    opening.handleCameras(true);
    expect(seen.frames).toBe(1);
  });
  test('waits no more once it is closed', () => {
    const { opening } = opened();
    opening.handleCameras(false);
    opening.close();
    expect(opening.awaitsCameras).toBe(false);
  });
});
