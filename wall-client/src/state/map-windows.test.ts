import { beforeEach, expect, it } from 'vitest';
import { mapWindows, mostWindows, useMapWindows } from './map-windows.ts';

const state = () => useMapWindows.getState();
const open = (...ids: string[]) => {
  for (const id of ids) mapWindows.open(id);
};

beforeEach(() => mapWindows.closeAll());

it('keeps windows in the order of opening, and the newest is the current one', () => {
  open('a', 'b', 'c');
  expect(state()).toEqual({ ids: ['a', 'b', 'c'], current: 'c', enlarged: null });
});

it('turns to the window a camera has instead of opening a second', () => {
  open('a', 'b', 'a');
  expect(state()).toMatchObject({ ids: ['a', 'b'], current: 'a' });
});

it('lets the oldest give way when all are taken, and the others keep their order', () => {
  open('1', '2', '3', '4', '5', '6');
  mapWindows.toggleLarge('1');
  open('7');
  expect(state()).toEqual({ ids: ['2', '3', '4', '5', '6', '7'], current: '7', enlarged: null });
  expect(state().ids).toHaveLength(mostWindows);
});

it('gives the current place to the neighbour of a window that is closed', () => {
  open('a', 'b', 'c');
  mapWindows.choose('b');
  mapWindows.close('b');
  expect(state()).toMatchObject({ ids: ['a', 'c'], current: 'c' });
  mapWindows.close('c');
  mapWindows.close('a');
  mapWindows.close('a');
  expect(state()).toEqual({ ids: [], current: null, enlarged: null });
});

it('enlarges one at a time, and only what is there', () => {
  open('a', 'b');
  mapWindows.toggleLarge('a');
  mapWindows.toggleLarge('b');
  expect(state()).toMatchObject({ enlarged: 'b', current: 'b' });
  mapWindows.toggleLarge('x');
  expect(state().enlarged).toBe('b');
  mapWindows.toggleLarge('b');
  expect(state().enlarged).toBeNull();
});

it('shows a set as it is given, each camera once, as many as there is room for', () => {
  open('x');
  mapWindows.showOnly(['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'], 'b');
  expect(state()).toMatchObject({ ids: ['a', 'b', 'c', 'd', 'e', 'f'], current: 'b' });
});

it('chooses the n-th window, and nothing where there is none', () => {
  open('a', 'b');
  mapWindows.chooseNth(0);
  mapWindows.chooseNth(5);
  expect(state().current).toBe('a');
});
