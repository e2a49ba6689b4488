import { FakeClock } from '@brightwall/kit/clock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CameraStream } from './camera-stream.ts';
import type { LoadedStream } from './content/load.ts';
import type { RtpFrame } from './rtsp/rtp-frame.ts';
import { Scheduler } from './scheduler.ts';

/** A second of 25 frames, a key frame every ten. */
const content: LoadedStream = {
  loopId: 'loop',
  codec: 'h264',
  width: 16,
  height: 16,
  fps: 25,
  frames: Array.from({ length: 25 }, (_, i) => ({
    template: Buffer.from([i]),
    starts: [0],
    key: i % 10 === 0,
  })),
  parameterSets: { vps: null, sps: Buffer.alloc(4), pps: Buffer.alloc(1) },
  burntFrame: index => index,
};

let clock: FakeClock;
let stream: CameraStream;
let seen: { index: number; rtp: number; atMs: number; key: boolean }[];
const sink = {
  handleFrame: (frame: RtpFrame, rtp: number) =>
    void seen.push({ index: frame.template[0]!, rtp, atMs: clock.monotonicMs(), key: frame.key }),
};

beforeEach(() => {
  clock = new FakeClock();
  stream = new CameraStream(new Scheduler(clock), () => content, 0, 2 ** 32 - 7200, 100);
  seen = [];
});

describe('a camera stream', () => {
  it('sends on the beat, its time stamps continuous over the wraps of loop and counter', async () => {
    stream.subscribe(sink);
    await clock.advance(2000);
    expect(seen).toHaveLength(50);
    expect(seen.map(s => s.index)).toEqual(seen.map((_, i) => (i + 1) % 25));
    expect(seen.map(s => s.rtp)).toEqual(seen.map((_, i) => (2 ** 32 - 7200 + (i + 1) * 3600) % 2 ** 32));
    expect(seen.every((s, i) => s.atMs === (i + 1) * 40)).toBe(true);
  });

  it('moves on in time while nobody watches, and runs no timer then', async () => {
    const stop = stream.subscribe(sink);
    await clock.advance(200);
    stop();
    await clock.advance(400);
    expect(clock.pending).toBe(0);
    seen = [];
    stream.subscribe(sink);
    await clock.advance(40);
    expect(seen).toEqual([{ index: 16, rtp: (2 ** 32 - 7200 + 16 * 3600) % 2 ** 32, atMs: 640, key: false }]);
  });

  it('sends a key frame next when asked, and time stamps do not jump', async () => {
    stream.subscribe(sink);
    await clock.advance(120);
    stream.requestKeyFrame();
    await clock.advance(80);
    expect(seen.map(s => s.index)).toEqual([1, 2, 3, 10, 11]);
    expect(seen.slice(1).every((s, i) => (s.rtp - seen[i]!.rtp + 2 ** 32) % 2 ** 32 === 3600)).toBe(true);
  });

  it('is silent while frozen and then goes on with the time that passed', async () => {
    stream.subscribe(sink);
    await clock.advance(40);
    stream.freeze(true);
    await clock.advance(400);
    expect(seen).toHaveLength(1);
    stream.freeze(false);
    await clock.advance(40);
    expect(seen[1]).toMatchObject({ index: 12, rtp: (seen[0]!.rtp + 11 * 3600) % 2 ** 32 });
  });

  it('goes on at another second of its loop with the next key frame, time stamps continuous', async () => {
    stream.subscribe(sink);
    await clock.advance(80);
    stream.moveTo(0.48);
    await clock.advance(80);
    expect(seen.slice(-2).map(({ index, key }) => [index, key])).toEqual([
      [20, true],
      [21, false],
    ]);
    expect((seen.at(-1)!.rtp - seen.at(-3)!.rtp) >>> 0).toBe(7200);
  });

  it('sends slower when slowed, and its time stamps say so', async () => {
    stream.slow(2);
    stream.subscribe(sink);
    await clock.advance(400);
    expect(seen.map(s => s.atMs)).toEqual([80, 160, 240, 320, 400]);
    expect((seen[1]!.rtp - seen[0]!.rtp + 2 ** 32) % 2 ** 32).toBe(7200);
  });

  it('remembers the newest frames it sent, no more than its ring holds', async () => {
    stream.subscribe(sink);
    await clock.advance(6000);
    const sent = stream.sentFrames(1000);
    expect(sent).toHaveLength(100);
    expect(sent.at(-1)).toMatchObject({ frame: 0, loop: 'loop', key: true, sentMs: clock.epochMs() });
    expect(stream.sentFrames(2).map(s => s.frame)).toEqual([24, 0]);
  });

  it('gives every reader the same frame at the same moment', async () => {
    const other: number[] = [];
    stream.subscribe(sink);
    await clock.advance(100);
    stream.subscribe({ handleFrame: frame => void other.push(frame.template[0]!) });
    await clock.advance(100);
    expect(seen.slice(-other.length).map(s => s.index)).toEqual(other);
    expect(stream.viewers).toBe(2);
  });
});
