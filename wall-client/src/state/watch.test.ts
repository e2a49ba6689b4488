import type { AlertState, WatchAlert } from '@brightwall/protocol/watch-alert';
import { afterEach, expect, it } from 'vitest';
import { cameraId } from '../testing.ts';
import { keptAlerts, mostToasts, useWatch, WatchNews, watch } from './watch.ts';

const news = new WatchNews(flush => flush());
afterEach(() => news.forget());

const alert = (n: number, state: AlertState = 'raised', hits = 1): WatchAlert => ({
  id: n.toString(16).padStart(8, '0'),
  entry: { id: 'e', plate: '浙A3K901', reason: '被盗', caseNumber: '1', unit: '城西' },
  ...{ state, plate: '浙A3K901', kind: 'small', raisedMs: n, passedMs: n, cameraId: cameraId(1) },
  ...{ passage: null, park: null, hits, lastPassedMs: n, lastCameraId: cameraId(1), steps: [] },
});
const ids = (alerts: readonly WatchAlert[]) => alerts.map(({ id }) => Number.parseInt(id, 16));

it('shows what is raised until it is signed for, put away, or pushed out by newer ones', () => {
  for (let n = 1; n <= 5; n++) news.handleNews({ alert: alert(n), raised: true });
  expect(ids(useWatch.getState().toasts)).toEqual([5, 4, 3]);
  expect(mostToasts).toBe(3);
  news.handleNews({ alert: alert(4, 'signed'), raised: false });
  watch.putAway(alert(5).id);
  expect(ids(useWatch.getState().toasts)).toEqual([3]);
  expect(useWatch.getState().raised).toBe(5);
});

it('keeps the newest that are open, and takes away what is fed back', () => {
  news.handleOpen([alert(2), alert(1)]);
  expect(useWatch.getState().toasts).toEqual([]);
  for (let n = 3; n < keptAlerts + 10; n++) news.handleNews({ alert: alert(n), raised: true });
  const { open } = useWatch.getState();
  expect([open.length, ids(open)[0]]).toEqual([keptAlerts, keptAlerts + 9]);
  news.handleNews({ alert: alert(keptAlerts + 9, 'fed-back'), raised: false });
  expect(ids(useWatch.getState().open)[0]).toBe(keptAlerts + 8);
});

it('takes nothing older for news', () => {
  news.handleNews({ alert: alert(1, 'raised', 3), raised: true });
  news.handleOpen([alert(1, 'raised', 2)]);
  expect(useWatch.getState().open[0]!.hits).toBe(3);
});
