import { beforeEach, expect, it } from 'vitest';
import { mapFusion, mostProjected, useMapFusion } from './map-fusion.ts';

beforeEach(() => {
  mapFusion.hideViewshed();
  mapFusion.endAllProjected();
});

it('shows one viewshed at a time, and the same key takes it away', () => {
  mapFusion.toggleViewshed('a');
  mapFusion.toggleViewshed('b');
  expect(useMapFusion.getState().viewshedId).toBe('b');
  mapFusion.toggleViewshed('b');
  expect(useMapFusion.getState().viewshedId).toBeNull();
});

it('lets the oldest of eight pictures give way to a ninth, and says which', () => {
  const dropped = Array.from({ length: 9 }, (_, i) => mapFusion.toggleProjected(`camera-${i}`));
  expect(dropped).toEqual([...Array(8).fill(null), 'camera-0']);
  const { projectedIds } = useMapFusion.getState();
  expect(projectedIds).toHaveLength(mostProjected);
  expect([projectedIds[0], projectedIds.at(-1)]).toEqual(['camera-1', 'camera-8']);
});

it('takes a picture away without another having to go', () => {
  for (const id of ['a', 'b']) mapFusion.toggleProjected(id);
  expect(mapFusion.toggleProjected('a')).toBeNull();
  expect(useMapFusion.getState().projectedIds).toEqual(['b']);
});
