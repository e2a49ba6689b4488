// The simulator's empty roads, whose encoder fills up a constant rate, through the watch and its real decoder.
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureContent, loopDir } from '../../../../simulator/src/content/build.ts';
import { defaultContentDir } from '../../../../simulator/src/default-dir.ts';
import { Flicker } from '../frames/flicker.ts';
import { LoopReader, loopFacts } from '../testing/loop-player.ts';
import { RoadWatch } from './road-watch.ts';

const loops = ['empty-day', 'empty-night'];
/** The clock in the picture is known by then, and a road that rests is taken for empty. */
const learnedMs = 20_000;
const quietMs = 45_000;

beforeAll(() => ensureContent({ dir: defaultContentDir(), seed: 1, only: loops }), 180_000);

async function watch(loop: string, seconds: number) {
  const dir = loopDir(defaultContentDir(), loop, 1);
  const { codec, streams } = loopFacts(dir);
  const reader = new LoopReader(codec, streams.sub, join(dir, streams.sub.file), 0);
  const clock = new FakeClock(0);
  const flicker = new Flicker();
  const looks: { atMs: number; moved: boolean }[] = [];
  const road = new RoadWatch({
    clock,
    onLooked: (blobs, atMs) => {
      const moved = flicker.without(blobs, atMs).length > 0;
      looks.push({ atMs, moved });
      return moved;
    },
  });
  for (let n = 0; n < seconds * reader.fps; n++) {
    await clock.advance(1000 / reader.fps);
    road.handlePicture(reader.unit(n), clock.monotonicMs(), reader.stream, false);
    while (road.inside > 0) await new Promise(resolve => setTimeout(resolve, 1));
  }
  road.close();
  return looks;
}

describe('RoadWatch', () => {
  it.each(loops)(
    'sees nothing move on %s, key frames drawn anew or not, and soon looks a few times only',
    async loop => {
      const looks = await watch(loop, 105);
      expect(looks.filter(({ atMs, moved }) => moved && atMs > learnedMs)).toEqual([]);
      const perSecond = (fromMs: number, untilMs: number) =>
        looks.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs).length / ((untilMs - fromMs) / 1000);
      expect(perSecond(0, quietMs - 5000)).toBeGreaterThan(2.5);
      expect(perSecond(quietMs, 105_000)).toBeLessThan(1.2);
      expect(perSecond(quietMs, 105_000)).toBeGreaterThan(0.4);
    },
    60_000,
  );
});
