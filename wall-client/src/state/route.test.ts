import { expect, it } from 'vitest';
import { screenOf } from './route.ts';

it('opens the screen the address names, and the wall for anything else', () => {
  expect(screenOf('#/map3d')).toBe('map3d');
  expect(screenOf('#/wall')).toBe('wall');
  expect(screenOf('')).toBe('wall');
  expect(screenOf('#/../etc')).toBe('wall');
});
