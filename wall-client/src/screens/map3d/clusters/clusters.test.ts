import { describe, expect, test } from 'vitest';
import { clusterCameras, countText } from './cluster-grid.ts';

const instancesOf = (cameras: [x: number, y: number, tone: number][]) => ({
  ids: cameras.map((_, i) => String(i)),
  count: cameras.length,
  place: new Float32Array(cameras.flatMap(([x, y]) => [x, y, 0, 1])),
  look: new Float32Array(cameras.flatMap(([, , tone]) => [0, 0, tone, 1])),
});

describe('cameras from afar', () => {
  test('are one where they share a square, in the middle of themselves', () => {
    const cameras = instancesOf([
      [10, 10, 0],
      [30, 20, 3],
      [-10, 10, 0],
      [150, 10, 4],
    ]);
    expect(clusterCameras(cameras, 100)).toEqual([
      { x: 20, y: 15, count: 2, troubled: 1, alarms: 0 },
      { x: -10, y: 10, count: 1, troubled: 0, alarms: 0 },
      { x: 150, y: 10, count: 1, troubled: 1, alarms: 0 },
    ]);
  });
  test('count the alerts of their square, and none where no camera is shown', () => {
    const cameras = instancesOf([
      [10, 10, 0],
      [150, 10, 0],
    ]);
    const alarms = [
      { x: 40, y: 20, count: 2 },
      { x: 20, y: 10, count: 1 },
      { x: 950, y: 10, count: 7 },
    ];
    expect(clusterCameras(cameras, 100, alarms).map(cluster => cluster.alarms)).toEqual([3, 0]);
  });
  test('are in trouble when they are faulty or away, not while they connect', () => {
    const cameras = instancesOf([0, 1, 2, 3, 4].map(tone => [1, 1, tone]));
    expect(clusterCameras(cameras, 10)[0]).toMatchObject({ count: 5, troubled: 3 });
  });
  test('are all told, however many', () => {
    const many = instancesOf(
      Array.from({ length: 100_000 }, (_, i) => [(i % 400) * 30, Math.floor(i / 400) * 48, i % 5]),
    );
    const clusters = clusterCameras(many, 800);
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
    expect(clusters.length).toBeLessThan(400);
  });
  test('have short numbers', () => {
    expect([1, 999, 1000, 1249, 9949, 9950, 100_000].map(countText)).toEqual([
      '1',
      '999',
      '1.0k',
      '1.2k',
      '9.9k',
      '10k',
      '100k',
    ]);
  });
});
