import type { PlateView } from '@brightwall/protocol/plate-setup';
import { beforeEach, describe, expect, it } from 'vitest';
import { cameraId, testPlateStats } from '../testing.ts';
import { closeInstaller, openInstaller, PlateNews, useInstaller, usePlateStats } from './plates.ts';

let due: (() => void)[] = [];
const news = new PlateNews(run => void due.push(run));
const flush = () => {
  for (const run of due.splice(0)) run();
};
const view = (n: number, takenMs: number): PlateView => ({
  cameraId: cameraId(n),
  takenMs,
  widthPx: 1280,
  heightPx: 720,
  profile: 'main',
  plates: [],
  jpeg: new Uint8Array([1]),
});

beforeEach(() => {
  due = [];
  news.forget();
});

it('applies the figures of all cameras of a moment at once, the last of each', () => {
  let drawn = 0;
  const stop = usePlateStats.subscribe(() => {
    drawn += 1;
  });
  news.handleStats([testPlateStats(1), testPlateStats(2)]);
  news.handleStats([testPlateStats(1, { state: 'glare' })]);
  flush();
  stop();
  expect(drawn).toBe(1);
  expect(usePlateStats.getState().stats.get(cameraId(1))?.state).toBe('glare');
});

describe('the installer’s view', () => {
  it('shows pictures of its own camera only, and never an older one again', () => {
    openInstaller(cameraId(1));
    news.handleView(view(2, 10));
    expect(useInstaller.getState().view).toBeNull();
    news.handleView(view(1, 20));
    news.handleView(view(1, 15));
    expect(useInstaller.getState().view?.takenMs).toBe(20);
  });

  it('begins empty for another camera and forgets its picture when closed', () => {
    openInstaller(cameraId(1));
    news.handleView(view(1, 20));
    openInstaller(cameraId(2));
    expect(useInstaller.getState()).toMatchObject({ view: null, watch: { kind: 'asking' } });
    closeInstaller();
    news.handleView(view(2, 30));
    expect(useInstaller.getState()).toMatchObject({ cameraId: null, view: null });
  });
});
