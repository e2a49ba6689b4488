import { expect, it } from 'vitest';
import { cameraPick, useCameraPick } from './camera-pick.ts';
import { ofCameras } from './where.ts';

it('whoever asks gets what was chosen, and nothing when another asks or the map is left', async () => {
  const first = cameraPick.ask({ value: ofCameras(['a']), most: 3, mostAreas: null });
  const second = cameraPick.ask({ value: ofCameras([]), most: 1, mostAreas: null });
  expect(await first).toBeNull();
  cameraPick.use(ofCameras(['b']));
  expect(await second).toEqual(ofCameras(['b']));
  expect(useCameraPick.getState().asked).toBeNull();
  const third = cameraPick.ask({ value: ofCameras(['a']), most: 3, mostAreas: 8 });
  cameraPick.leave();
  expect(await third).toBeNull();
});
