import { beforeEach, expect, it } from 'vitest';
import { cameraId, testCamera } from '../testing.ts';
import { CameraNews, thumbnails, useCameras } from './cameras.ts';

let frames: (() => void)[] = [];
const nextFrame = () => {
  const due = frames;
  frames = [];
  for (const flush of due) flush();
};
const news = new CameraNews(flush => void frames.push(flush));
const site = { id: 'a', name: '广场', nameEn: 'Square' };

beforeEach(() => {
  frames = [];
  news.forget();
  nextFrame();
});

it('applies a thousand state changes of one frame as one', () => {
  news.handleSnapshot(
    [site],
    Array.from({ length: 1000 }, (_, i) => testCamera(i)),
  );
  let drawn = 0;
  const stop = useCameras.subscribe(() => {
    drawn += 1;
  });
  for (let i = 0; i < 1000; i++) news.handleState(cameraId(i), { kind: 'stalled', sinceMs: 5 });
  expect(drawn).toBe(0);
  nextFrame();
  stop();
  expect(drawn).toBe(1);
  expect([...useCameras.getState().cameras.values()].every(c => c.state.kind === 'stalled')).toBe(true);
});

it('leaves a camera nothing was said of untouched', () => {
  news.handleSnapshot([site], [testCamera(1), testCamera(2)]);
  const before = useCameras.getState().cameras.get(cameraId(2));
  news.handleState(cameraId(1), { kind: 'unreachable', sinceMs: 5 });
  nextFrame();
  expect(useCameras.getState().cameras.get(cameraId(2))).toBe(before);
});

it('keeps the latest of a state and a report of the same frame', () => {
  news.handleSnapshot([site], [testCamera(1)]);
  news.handleCamera(testCamera(1, { name: '新名称' }));
  news.handleState(cameraId(1), { kind: 'stalled', sinceMs: 5 });
  nextFrame();
  expect(useCameras.getState().cameras.get(cameraId(1))).toMatchObject({
    name: '新名称',
    state: { kind: 'stalled' },
  });
});

it('ignores the state of a camera it was never told of', () => {
  news.handleSnapshot([site], []);
  news.handleState(cameraId(1), { kind: 'live', sinceMs: 5 });
  nextFrame();
  expect(useCameras.getState().cameras.size).toBe(0);
});

it('does not bring back old news after a new snapshot', () => {
  news.handleSnapshot([site], [testCamera(1)]);
  news.handleState(cameraId(1), { kind: 'stalled', sinceMs: 5 });
  news.handleSnapshot([site], [testCamera(1)]);
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
