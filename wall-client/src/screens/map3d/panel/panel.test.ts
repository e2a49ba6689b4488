import { describe, expect, test, vi } from 'vitest';
import { camera } from '../testing.ts';
import { collate } from './collate.ts';
import { NameOrder } from './name-order.ts';
import { ageParts, countTones, movedIndex, searchCameras } from './texts.ts';

describe('the list', () => {
  const rows = [10, 9, 2].map(id => ({ camera: camera(id, null) }));
  test('sorts names with their numbers by value', () => {
    const order = new NameOrder();
    const sorted = ['人民路2号', '人民路9号', '人民路10号'];
    expect(order.sort(rows)).toEqual(rows);
    order.learn(rows);
    expect(order.sort(rows).map(row => row.camera.name)).toEqual(sorted);
    expect(order.sort([...rows].reverse()).map(row => row.camera.name)).toEqual(sorted);
    const renamed = rows.map(row =>
      row.camera.name === '人民路2号' ? { camera: { ...row.camera, name: '人民路99号' } } : row,
    );
    order.learn(renamed);
    expect(order.sort(renamed).at(-1)?.camera.name).toBe('人民路99号');
  });
  test('sorts again without collating, when only their states changed', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ camera: camera(i, null) }));
    const order = new NameOrder();
    order.learn(many);
    const sorted = order.sort(many);
    const compare = vi.spyOn(Intl.Collator.prototype, 'compare', 'get');
    const again = many.map(({ camera: one }) => ({ camera: { ...one, state: { ...one.state } } }));
    expect(order.sort(again).map(row => row.camera.id)).toEqual(sorted.map(row => row.camera.id));
    expect(order.freshOf(again)).toEqual([]);
    expect(compare).not.toHaveBeenCalled();
    compare.mockRestore();
  });
  test('takes the order that another thread made, and shows new ones last till then', () => {
    const order = new NameOrder();
    order.take(rows, collate(rows.map(row => row.camera.name)));
    const names = (list: typeof rows) => order.sort(list).map(row => row.camera.name);
    expect(names(rows)).toEqual(['人民路2号', '人民路9号', '人民路10号']);
    expect(names([{ camera: camera(1, null) }, ...rows]).at(-1)).toBe('人民路1号');
    expect(names(rows.slice(0, 2))).toEqual(['人民路9号', '人民路10号']);
  });
  test('finds by name and by address, every word', () => {
    expect(searchCameras(rows, ' 人民路 .9 ').length).toBe(1);
    const coded = [{ camera: camera(1, null, { code: '33990200001320000001' }) }];
    expect(searchCameras(coded, '132000').length).toBe(1);
    expect(searchCameras(rows, '').length).toBe(3);
    expect(searchCameras(rows, '解放路').length).toBe(0);
  });
  test('says how old a picture is in one unit', () => {
    expect([14_900, 119_999, 120_000, 7_200_000].map(ageParts)).toEqual([
      { unit: 'seconds', n: 14 },
      { unit: 'seconds', n: 119 },
      { unit: 'minutes', n: 2 },
      { unit: 'hours', n: 2 },
    ]);
  });
  test('counts the states by colour', () => {
    const down = camera(1, null, { state: { kind: 'unreachable', sinceMs: 0 } });
    expect(countTones([down, camera(2, null)])).toMatchObject({ live: 1, fault: 1, away: 0 });
  });
  test('is walked by keys and stays within its ends', () => {
    expect(movedIndex('ArrowDown', -1, 3)).toBe(0);
    expect(movedIndex('ArrowUp', 0, 3)).toBe(0);
    expect(movedIndex('End', 0, 3)).toBe(2);
    expect(movedIndex('PageDown', 0, 3)).toBe(2);
    expect(movedIndex('a', 1, 3)).toBe(1);
    expect(movedIndex('ArrowDown', -1, 0)).toBe(-1);
  });
});
