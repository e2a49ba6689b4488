import { FakeClock } from '@brightwall/kit/clock';
import type { Camera, CameraState } from '@brightwall/protocol/camera';
import { beforeEach, describe, expect, it } from 'vitest';
import { toCamera } from '../registry/merge.ts';
import { report } from '../testing/test-core.ts';
import { CameraNews } from './camera-news.ts';

const live: CameraState = { kind: 'live', sinceMs: 1 };
const gone: CameraState = { kind: 'agent-offline', sinceMs: 2 };
const idOf = (n: number) => n.toString(16).padStart(16, '0');
const camera = (n: number): Camera =>
  toCamera({ report: report(idOf(n)), siteId: 's', agentId: 'a', set: {} }, live, null);

let clock: FakeClock;
let news: CameraNews;
let told: { cameras: Camera[][]; states: object[][]; thumbnails: object[][] };
beforeEach(() => {
  clock = new FakeClock();
  const messages: typeof told = { cameras: [], states: [], thumbnails: [] };
  told = messages;
  news = new CameraNews({
    clock,
    cameras: cameras => messages.cameras.push(cameras),
    states: states => messages.states.push(states),
    thumbnails: taken => messages.thumbnails.push(taken),
  });
});

describe('news of the cameras', () => {
  it('of five hundred that go offline at once are one message', async () => {
    for (let n = 0; n < 500; n++) news.handleState(idOf(n), gone);
    expect(told.states).toEqual([]);
    await clock.advance(50);
    expect(told.states.map(states => states.length)).toEqual([500]);
    await clock.advance(10_000);
    expect(told.states).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('are the last word of each camera, whether it was a report or a state', async () => {
    news.handleState(idOf(1), gone);
    news.handleCamera(camera(1));
    news.handleCamera(camera(2));
    news.handleState(idOf(2), gone);
    news.handleState(idOf(3), gone);
    news.handleState(idOf(3), live);
    await clock.advance(50);
    expect(told.cameras[0]!.map(({ id, state }) => [id, state.kind])).toEqual([
      [idOf(1), 'live'],
      [idOf(2), 'live'],
    ]);
    // After the cameras.
    expect(told.states).toEqual([
      [
        { cameraId: idOf(2), state: gone },
        { cameraId: idOf(3), state: live },
      ],
    ]);
  });

  it('come in messages that a page takes in a moment', async () => {
    for (let n = 0; n < 2500; n++) news.handleCamera(camera(n));
    await clock.advance(50);
    expect(told.cameras.map(cameras => cameras.length)).toEqual([1000, 1000, 500]);
  });

  it('of pictures come once a second, the newest of each', async () => {
    for (let n = 0; n < 300; n++) news.handleThumbnail(idOf(n % 150), n);
    await clock.advance(999);
    expect(told.thumbnails).toEqual([]);
    await clock.advance(1);
    expect(told.thumbnails[0]).toHaveLength(150);
    expect(told.thumbnails[0]![0]).toEqual({ cameraId: idOf(0), takenMs: 150 });
  });

  it('are told at once where what comes next rests on them', () => {
    news.handleState(idOf(1), gone);
    news.flush();
    expect(told.states).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('end with a close', async () => {
    news.handleState(idOf(1), gone);
    news.handleThumbnail(idOf(1), 5);
    news.close();
    expect(clock.pending).toBe(0);
  });
});
