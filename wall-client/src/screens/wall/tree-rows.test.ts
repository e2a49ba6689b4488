import type { Camera } from '@brightwall/protocol/camera';
import { describe, expect, it } from 'vitest';
import { cameraId, testCamera } from '../../testing.ts';
import { CameraOrder, type TreeQuery, treeRows } from './tree-rows.ts';

const sites = [
  { id: 'a', name: '广场', nameEn: 'Square' },
  { id: 'b', name: '车站', nameEn: 'Station' },
];
const cameras = new Map(
  [
    testCamera(10, { name: '东门 10' }),
    testCamera(2, { name: '东门 2', state: { kind: 'unreachable', sinceMs: 0 } }),
    testCamera(3, { name: '站台', siteId: 'b', model: 'PTZ-900' }),
    testCamera(4, { name: '无主', siteId: 'gone' }),
  ].map(camera => [camera.id, camera]),
);
const query: TreeQuery = { text: '', onlyFaulty: false, folded: new Set(), zh: true, otherSite: '未分组' };
const rows = (change: Partial<TreeQuery> = {}) =>
  treeRows(sites, cameras, new CameraOrder().of(cameras), { ...query, ...change });
const names = (change: Partial<TreeQuery> = {}) =>
  rows(change).map(row =>
    row.kind === 'site' ? `[${row.name} ${row.online}/${row.total}]` : row.camera.name,
  );

describe('the order of cameras', () => {
  it('is the same whether a city came at once or in parts, was renamed, moved, or lost a camera', () => {
    const all = Array.from({ length: 300 }, (_, i) => testCamera(i, { name: `路口 ${(i * 7919) % 300}` }));
    const mapOf = (list: readonly Camera[]) => new Map(list.map(camera => [camera.id, camera]));
    const order = new CameraOrder();
    const changed = all
      .map((camera, i) => (i % 50 === 0 ? { ...camera, name: `改 ${i}` } : camera))
      .map((camera, i) => (i % 70 === 3 ? { ...camera, siteId: 'b' } : camera))
      .filter((_, i) => i !== 9);
    for (const list of [all.slice(0, 100), all.slice(0, 250), all, changed])
      expect([...order.of(mapOf(list))].sort()).toEqual([...new CameraOrder().of(mapOf(list))].sort());
  });
});

describe('the tree', () => {
  it('groups by site, counts, and sorts numbers as numbers', () => {
    expect(names()).toEqual([
      '[车站 1/1]',
      '站台',
      '[广场 1/2]',
      '东门 2',
      '东门 10',
      '[未分组 1/1]',
      '无主',
    ]);
  });

  it('names sites in the language of the page', () => {
    expect(names({ zh: false, otherSite: 'No site' })[0]).toBe('[Station 1/1]');
  });

  it('hides the cameras of a folded site, but not from a search', () => {
    expect(names({ folded: new Set(['a']) })).not.toContain('东门 2');
    expect(names({ folded: new Set(['a']), text: '东门' })).toContain('东门 2');
  });

  it('finds by several words, by model and by the site’s name', () => {
    expect(names({ text: '东门 10' })).toEqual(['[广场 1/2]', '东门 10']);
    expect(names({ text: 'ptz' })).toEqual(['[车站 1/1]', '站台']);
    expect(names({ text: '广场' })).toHaveLength(3);
    expect(names({ text: '0.0.10' })).toEqual(['[广场 1/2]', '东门 10']);
    expect(names({ text: '没有' })).toEqual([]);
  });

  it('shows faults alone when asked to', () => {
    expect(names({ onlyFaulty: true })).toEqual(['[广场 1/2]', '东门 2']);
  });

  it('keeps an empty site in sight, so that it can be seen to be empty', () => {
    const none = treeRows(sites, new Map(), new CameraOrder().of(new Map()), query);
    expect(none.map(row => row.key)).toEqual(['site:b', 'site:a']);
  });
});

describe('the order of cameras', () => {
  it('is not made anew when only states change', () => {
    const order = new CameraOrder();
    const first = order.of(cameras);
    const changed = new Map(cameras);
    changed.set(cameraId(10), testCamera(10, { name: '东门 10', state: { kind: 'stalled', sinceMs: 1 } }));
    expect(order.of(changed)).toBe(first);
    changed.set(cameraId(10), testCamera(10, { name: '北门' }));
    expect(order.of(changed)).not.toBe(first);
  });
});
