import { expect, it } from 'vitest';
import { cameraPick, useCameraPick } from './camera-pick.ts';

it('whoever asks for cameras gets those that were chosen, and nothing when another asks or the map is left', async () => {
  const first = cameraPick.ask({ value: ['a'], most: 3 });
  const second = cameraPick.ask({ value: [], most: 1 });
  expect(await first).toBeNull();
  cameraPick.use(['b']);
  expect(await second).toEqual(['b']);
  expect(useCameraPick.getState().asked).toBeNull();
  const third = cameraPick.ask({ value: ['a'], most: 3 });
  cameraPick.leave();
  expect(await third).toBeNull();
});
