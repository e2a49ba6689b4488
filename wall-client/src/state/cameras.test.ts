import { FakeClock } from '@brightwall/kit/clock';
import type { Camera } from '@brightwall/protocol/camera';
import { beforeEach, expect, it } from 'vitest';
import { cameraId, testCamera } from '../testing.ts';
import { CameraNews, thumbnails, useCameras } from './cameras.ts';

let frames: (() => void)[] = [];
const nextFrame = () => {
  const due = frames;
  frames = [];
  for (const flush of due) flush();
};
const clock = new FakeClock();
const news = new CameraNews(flush => void frames.push(flush), clock);
const snapshot = (cameras: Camera[], part = { first: true, last: true }) =>
  news.handleSnapshot({ sites: [site], cameras, ...part });
const site = { id: 'a', name: '广场', nameEn: 'Square' };

beforeEach(() => {
  frames = [];
  news.forget();
  nextFrame();
});

it('applies a thousand state changes of one frame as one', () => {
  snapshot(Array.from({ length: 1000 }, (_, i) => testCamera(i)));
  let drawn = 0;
  const stop = useCameras.subscribe(() => {
    drawn += 1;
  });
  for (let i = 0; i < 1000; i++)
    news.handleStates([{ cameraId: cameraId(i), state: { kind: 'stalled', sinceMs: 5 } }]);
  expect(drawn).toBe(0);
  nextFrame();
  stop();
  expect(drawn).toBe(1);
  expect([...useCameras.getState().cameras.values()].every(c => c.state.kind === 'stalled')).toBe(true);
});

it('leaves a camera nothing was said of untouched', () => {
  snapshot([testCamera(1), testCamera(2)]);
  const before = useCameras.getState().cameras.get(cameraId(2));
  news.handleStates([{ cameraId: cameraId(1), state: { kind: 'unreachable', sinceMs: 5 } }]);
  nextFrame();
  expect(useCameras.getState().cameras.get(cameraId(2))).toBe(before);
});

it('keeps the latest of a state and a report of the same frame', () => {
  snapshot([testCamera(1)]);
  news.handleCameras([testCamera(1, { name: '新名称' })]);
  news.handleStates([{ cameraId: cameraId(1), state: { kind: 'stalled', sinceMs: 5 } }]);
  nextFrame();
  expect(useCameras.getState().cameras.get(cameraId(1))).toMatchObject({
    name: '新名称',
    state: { kind: 'stalled' },
  });
});

it('ignores the state of a camera it was never told of', () => {
  snapshot([]);
  news.handleStates([{ cameraId: cameraId(1), state: { kind: 'live', sinceMs: 5 } }]);
  nextFrame();
  expect(useCameras.getState().cameras.size).toBe(0);
});

it('does not bring back old news after a new snapshot', () => {
  snapshot([testCamera(1)]);
  news.handleStates([{ cameraId: cameraId(1), state: { kind: 'stalled', sinceMs: 5 } }]);
  snapshot([testCamera(1)]);
  nextFrame();
  expect(useCameras.getState().cameras.get(cameraId(1))?.state.kind).toBe('live');
});

it('tells of a thumbnail only whoever looks at that camera', () => {
  let told = 0;
  const stop = thumbnails.subscribe(cameraId(1), () => {
    told += 1;
  });
  thumbnails.set(cameraId(2), 10);
  expect(told).toBe(0);
  thumbnails.set(cameraId(1), 10);
  expect(told).toBe(1);
  stop();
  expect(thumbnails.watched).toBe(0);
});

const some = (from: number, count: number, name = '一号') =>
  Array.from({ length: count }, (_, i) => testCamera(from + i, { name }));
const known = () => useCameras.getState();

it('shows a city that is slow to come in parts, when it has doubled, and says when it is whole', async () => {
  const shown: number[] = [];
  const stop = useCameras.subscribe(({ cameras }) => void shown.push(cameras.size));
  for (let part = 0; part < 20; part++) {
    snapshot(some(part * 100, 100), { first: part === 0, last: part === 19 });
    await clock.advance(500);
  }
  stop();
  expect(shown).toEqual([300, 600, 1200, 2000]);
  expect(known().loaded).toBe(true);
});

it('shows a city that comes at once when it is whole', () => {
  const shown: number[] = [];
  const stop = useCameras.subscribe(({ cameras }) => void shown.push(cameras.size));
  for (let part = 0; part < 20; part++)
    snapshot(some(part * 100, 100), { first: part === 0, last: part === 19 });
  stop();
  expect(shown).toEqual([2000]);
});

it('keeps what it knew after a reconnection until all has come anew', () => {
  snapshot(some(0, 3));
  snapshot(some(0, 1, '新'), { first: true, last: false });
  expect([...known().cameras.values()].map(({ name }) => name)).toEqual(['一号', '一号', '一号']);
  snapshot(some(1, 1, '新'), { first: false, last: true });
  expect([...known().cameras.values()].map(({ name }) => name)).toEqual(['新', '新']);
});

it('takes the news that come between two parts', () => {
  snapshot(some(0, 2), { first: true, last: false });
  news.handleStates([
    { cameraId: cameraId(0), state: { kind: 'stalled', sinceMs: 5 } },
    // Of a part still to come, which will say it itself.
    { cameraId: cameraId(2), state: { kind: 'stalled', sinceMs: 5 } },
  ]);
  news.handleCameras([testCamera(7)]);
  snapshot(some(2, 1), { first: false, last: true });
  nextFrame();
  expect([...known().cameras.values()].map(({ id, state }) => [id, state.kind])).toEqual([
    [cameraId(0), 'stalled'],
    [cameraId(1), 'live'],
    [cameraId(7), 'live'],
    [cameraId(2), 'live'],
  ]);
});
