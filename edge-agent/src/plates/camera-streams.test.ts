// Cameras with other streams than a large and a small one in H.264: real video, the real decoders, nets and tracker.
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import type { SeenPassage } from '@brightwall/protocol/passage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../../bench/plates/outcomes.ts';
import { ensureContent, loopDir } from '../../../simulator/src/content/build.ts';
import { defaultContentDir } from '../../../simulator/src/default-dir.ts';
import type { JpegPicture, Picture } from '../media/access-unit.ts';
import { run } from '../testing/encode.ts';
import { CameraPlates } from './camera-plates.ts';
import type { WatchedStream } from './gate/road-watch.ts';
import { PlateReader } from './reader/plate-reader.ts';
import { ReadingTurns } from './reading-turns.ts';
import { idle, LoopReader, loopFacts } from './testing/loop-player.ts';

const frameMs = 40;
const dir = (loop: string) => loopDir(defaultContentDir(), loop, 1);
let reader: PlateReader;

beforeAll(async () => {
  await ensureContent({ dir: defaultContentDir(), seed: 1, only: ['own-05', 'empty-day'] });
  reader = await PlateReader.open();
}, 180_000);

afterAll(() => reader?.close());

/** A camera at 25 fps whose pictures are given one by one, to both roles, as its streams say they are. */
class Camera {
  readonly clock = new FakeClock(Date.UTC(2026, 0, 1));
  readonly passages: SeenPassage[] = [];
  readonly needs: boolean[] = [];
  readonly plates: CameraPlates;
  #frame = 0;

  constructor(watchProfile: 'main' | 'sub') {
    this.plates = new CameraPlates({
      cameraId: '0123456789abcdef',
      profile: 'main',
      watchProfile,
      reader,
      turns: new ReadingTurns(this.clock, 1),
      clock: this.clock,
      sink: {
        put: passage => {
          this.passages.push(passage);
          return Promise.resolve();
        },
      },
      output: {
        onStats: () => {},
        onView: () => {},
        onReadNeeded: needed => {
          if (needed !== (this.needs.at(-1) ?? true)) this.needs.push(needed);
        },
      },
      onError: (_, error) => expect.fail(String(error)),
    });
  }

  get nowMs(): number {
    return this.clock.epochMs();
  }

  async show(pictures: number, at: (n: number) => Picture, watch: WatchedStream, read = watch) {
    for (let n = 0; n < pictures; n++) {
      const unit = { ...at(n), rtp90k: (this.#frame++ * 3600) >>> 0 } as Picture;
      this.plates.handleWatchPicture(unit, this.nowMs, watch);
      if (this.plates.readNeeded) this.plates.handleReadPicture(unit, this.nowMs, read);
      await idle(this.plates);
      await this.clock.advance(frameMs);
    }
  }
}

function open(loop: string) {
  const { codec, streams } = loopFacts(dir(loop));
  return new LoopReader(codec, streams.main, join(dir(loop), streams.main.file), 0);
}

async function jpegsOf(loop: string): Promise<JpegPicture[]> {
  const input = ['-v', 'error', '-i', join(dir(loop), 'main.h264')];
  const output = ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'];
  const bytes = await run('ffmpeg', [...input, ...output]);
  const jpegs: JpegPicture[] = [];
  const start = Buffer.of(0xff, 0xd8, 0xff);
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.indexOf(start, from + 3);
    const jpeg = bytes.subarray(from, next < 0 ? bytes.length : next);
    jpegs.push({ codec: 'jpeg', key: true, jpeg, widthPx: 1280, heightPx: 720, rtp90k: 0 });
    from += jpeg.length;
  }
  return jpegs;
}

function expectAllOnce(passages: readonly SeenPassage[], startMs: number, right: number) {
  const { asked, stray } = outcomesOf(dir('own-05'), passages, startMs);
  expect(asked.length).toBeGreaterThanOrEqual(4);
  expect(stray).toEqual([]);
  expect(asked.filter(({ made }) => made.length !== 1).map(({ pass }) => pass.plate)).toEqual([]);
  const good = asked.filter(({ pass, made }) => made[0]!.text === pass.plate);
  expect(good.length).toBeGreaterThanOrEqual(asked.length * right);
}

describe('plate reading', () => {
  it('reads a camera that has one stream only', async () => {
    const camera = new Camera('main');
    const loop = open('own-05');
    const startMs = camera.nowMs;
    await camera.show(loop.length, n => loop.unit(n), loop.stream);
    await camera.plates.close();
    expectAllOnce(camera.passages, startMs, 0.9);
    expect(camera.passages.every(({ profile }) => profile === 'main')).toBe(true);
    expect(camera.needs).toEqual([]);
  }, 180_000);

  it('reads a camera that sends JPEGs', async () => {
    const camera = new Camera('main');
    const jpegs = await jpegsOf('own-05');
    const startMs = camera.nowMs;
    const stream = { sets: { vps: null, sps: null, pps: null }, widthPx: 1280, heightPx: 720 };
    await camera.show(jpegs.length, n => jpegs[n]!, stream);
    await camera.plates.close();
    expectAllOnce(camera.passages, startMs, 0.9);
  }, 180_000);

  it('reads from the small stream once its plates have shown to be wide, and loses no vehicle', async () => {
    const camera = new Camera('sub');
    const [busy, empty] = [open('own-05'), open('empty-day')];
    // The decoder draws pictures as large as their stream is said to be.
    const watch = { ...busy.stream, widthPx: 2400, heightPx: 1350 };
    const read = { ...busy.stream, widthPx: 2560, heightPx: 1440 };
    await camera.show(busy.length * 4, n => busy.unit(n), watch, read);
    expect(camera.passages.length).toBeGreaterThanOrEqual(20);
    expect(camera.passages.every(({ profile }) => profile === 'main')).toBe(true);
    await camera.show(empty.length / 2, n => empty.unit(n), watch, read);
    expect(camera.needs).toEqual([false]);
    expect(camera.plates.profile).toBe('sub');
    const before = camera.passages.length;
    const startMs = camera.nowMs;
    await camera.show(busy.length, n => busy.unit(n), watch, read);
    await camera.plates.close();
    const after = camera.passages.slice(before);
    expect(after.every(({ profile }) => profile === 'sub')).toBe(true);
    expectAllOnce(after, startMs, 0.9);
  }, 300_000);
});
