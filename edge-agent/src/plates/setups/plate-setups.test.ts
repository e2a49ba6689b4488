import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxCamerasPerAgent } from '@brightwall/protocol/edge-messages';
import { defaultPlateSetup, type PlateSetup } from '@brightwall/protocol/plate-setup';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlateSetups } from './plate-setups.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const masked: PlateSetup = {
  ...defaultPlateSetup,
  masks: [
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
  ],
};
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brightwall-setups-'));
  path = join(folder, 'plate-setups.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what was drawn on the cameras’ pictures', () => {
  it('is nothing before the core has said: no picture is made', async () => {
    const setups = await PlateSetups.open(path);
    expect([setups.setup(a).enabled, setups.isTold(a), setups.damage]).toEqual([false, false, null]);
  });

  it('is in force at once, and after a restart', async () => {
    const setups = await PlateSetups.open(path);
    const told: string[] = [];
    setups.events.on('changed', cameraId => told.push(cameraId));
    const written = Promise.all([
      setups.put(a, defaultPlateSetup),
      setups.put(b, masked),
      setups.put(a, masked),
    ]);
    expect(setups.setup(a)).toEqual(masked);
    await written;
    expect(told).toEqual([a, b, a]);
    const { ino } = statSync(path);
    await setups.put(a, masked);
    expect([statSync(path).ino, told.length]).toEqual([ino, 3]);
    const again = await PlateSetups.open(path);
    expect([again.setup(a), again.setup(b)]).toEqual([masked, masked]);
  });

  it.each([
    '',
    '{"version":1,"setups":',
    '[]',
    '{"version":2,"setups":[]}',
    '{"version":1,"setups":[{"cameraId":"a"}]}',
  ])('of a damaged file (%j) is nothing: no picture is made until the core says it again', async text => {
    await (await PlateSetups.open(path)).put(a, masked);
    writeFileSync(path, text);
    const setups = await PlateSetups.open(path);
    expect(setups.damage).toBeTruthy();
    expect(setups.setup(a).enabled).toBe(false);
    await setups.put(a, masked);
    expect((await PlateSetups.open(path)).setup(a)).toEqual(masked);
  });

  it('is in force though the disk would not take it, and the core hears of that', async () => {
    const setups = await PlateSetups.open(path);
    rmSync(folder, { recursive: true });
    await expect(setups.put(a, masked)).rejects.toThrow('ENOENT');
    expect(setups.setup(a)).toEqual(masked);
    mkdirSync(folder);
    await setups.put(a, masked);
    expect((await PlateSetups.open(path)).setup(a)).toEqual(masked);
  });

  it('is kept of as many cameras as an agent has, those told last, in few writes', async () => {
    const setups = await PlateSetups.open(path);
    const ids = Array.from({ length: maxCamerasPerAgent + 2 }, (_, n) => n.toString(16).padStart(16, '0'));
    await Promise.all(ids.map(id => setups.put(id, defaultPlateSetup)));
    expect(ids.filter(id => !setups.isTold(id))).toEqual(ids.slice(0, 2));
    expect(JSON.parse(readFileSync(path, 'utf8')).setups).toHaveLength(maxCamerasPerAgent);
  });
});
