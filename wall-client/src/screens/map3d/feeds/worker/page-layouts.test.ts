import type { AtlasLayout, AtlasPicture } from '@brightwall/protocol/map-feed';
import { expect, test } from 'vitest';
import { PageLayouts } from './page-layouts.ts';

const layout = (page: number, cameraIds: (string | null)[], version = 1): AtlasLayout => ({
  kind: 'atlas',
  page,
  version,
  columns: 8,
  rows: 4,
  tileWidthPx: 256,
  tileHeightPx: 144,
  cameraIds,
});
const picture = (page: number, agesMs: (number | null)[], madeMs = 10_000, version = 1): AtlasPicture => ({
  page,
  version,
  madeMs,
  agesMs,
  jpeg: new Uint8Array(),
});

test('a page tells whose pictures are on it, those without one left out', () => {
  const layouts = new PageLayouts();
  expect(layouts.picturesOn(picture(5, [1, 2]))).toBeNull();
  layouts.handleLayout(layout(5, ['a', null, 'b', 'c'], 2));
  expect(layouts.picturesOn(picture(5, [1, 2]))).toBeNull();
  expect(layouts.picturesOn(picture(5, [null, null, 400, 1], 10_000, 2))?.pictures).toEqual([
    { cameraId: 'b', takenMs: 9_600 },
    { cameraId: 'c', takenMs: 9_999 },
  ]);
  layouts.handleLost();
  expect(layouts.picturesOn(picture(5, [null, null, 400, 1], 10_000, 2))).toBeNull();
});

test('a picture is new once, to whom it is wanted, whichever page it comes on', () => {
  const layouts = new PageLayouts();
  layouts.handleLayout(layout(1, ['a', 'b']));
  layouts.handleLayout(layout(2, ['b', 'c']));
  layouts.handleWanted(['b']);
  const first = layouts.picturesOn(picture(1, [1, 1]))!;
  expect(layouts.countNew(first)).toBe(1);
  layouts.handleDecoded(first);
  expect(layouts.countNew(first)).toBe(0);
  expect(layouts.countNew(layouts.picturesOn(picture(2, [501, 1], 10_500))!)).toBe(0);
  layouts.handleWanted(['a', 'b']);
  expect(layouts.countNew(first)).toBe(1);
  layouts.handleWanted([]);
  layouts.handleWanted(['b']);
  expect(layouts.countNew(first)).toBe(1);
});

test('no more layouts are kept than a page of the browser can look at, the last used ones', () => {
  const layouts = new PageLayouts();
  for (let page = 1; page <= 1024; page += 1) layouts.handleLayout(layout(page, ['a']));
  layouts.picturesOn(picture(1, [1]));
  layouts.handleLayout(layout(1025, ['a']));
  expect([1, 2, 3].map(page => layouts.picturesOn(picture(page, [1])) !== null)).toEqual([true, false, true]);
});
