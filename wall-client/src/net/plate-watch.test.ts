import { AppError } from '@brightwall/protocol/errors';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeInstaller, openInstaller, useInstaller } from '../state/plates.ts';
import { cameraId } from '../testing.ts';
import { PlateWatch } from './plate-watch.ts';

let asked: string[] = [];
let answer: () => Promise<unknown>;
let watch: PlateWatch;

beforeEach(() => {
  asked = [];
  answer = () => Promise.resolve(null);
  closeInstaller();
  watch = new PlateWatch(({ cameraId: id, on }) => {
    asked.push(`${on ? 'on' : 'off'} ${Number.parseInt(id, 16)}`);
    return answer();
  });
});
afterEach(() => {
  watch.close();
  closeInstaller();
});

it('tells the core of the camera watched, of the next one, and of the end', async () => {
  openInstaller(cameraId(1));
  await Promise.resolve();
  expect(useInstaller.getState().watch).toEqual({ kind: 'watching' });
  openInstaller(cameraId(2));
  closeInstaller();
  expect(asked).toEqual(['on 1', 'off 1', 'on 2', 'off 2']);
});

it('asks again over a new connection, and nothing while no camera is watched', () => {
  watch.handleConnected();
  openInstaller(cameraId(1));
  watch.handleConnected();
  expect(asked).toEqual(['on 1', 'on 1']);
});

it('says why it was refused and asks again when told to', async () => {
  answer = () => Promise.reject(new AppError('agent-offline'));
  openInstaller(cameraId(1));
  await expect.poll(() => useInstaller.getState().watch).toMatchObject({ error: { code: 'agent-offline' } });
  answer = () => Promise.resolve(null);
  useInstaller.setState({ watch: { kind: 'asking' } });
  await expect.poll(() => useInstaller.getState().watch).toEqual({ kind: 'watching' });
  expect(asked).toEqual(['on 1', 'on 1']);
});

it('takes no late answer for that of another camera', async () => {
  let refuse = (_: Error) => {};
  answer = () =>
    new Promise((_, reject) => {
      refuse = reject;
    });
  openInstaller(cameraId(1));
  const late = refuse;
  openInstaller(cameraId(2));
  late(new AppError('agent-offline'));
  await Promise.resolve();
  expect(useInstaller.getState().watch).toEqual({ kind: 'asking' });
});

it('hears nothing more after its end', () => {
  watch.close();
  openInstaller(cameraId(1));
  expect(asked).toEqual([]);
});
