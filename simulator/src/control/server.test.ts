import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureContent } from '../content/build.ts';
import { defaultContentDir } from '../default-dir.ts';
import type { Simulator } from '../simulator.ts';
import { control, serveEight } from '../testing/served.ts';

let simulator: Simulator;
beforeAll(async () => {
  await ensureContent({ dir: defaultContentDir(), seed: 1, only: ['empty-day', 'quiet-day', 'empty-night'] });
  simulator = await serveEight();
}, 120_000);
afterAll(() => simulator.close());

describe('the control port', () => {
  const traffic = (camera: number, kind: unknown) =>
    control(simulator, `/cameras/${camera}/traffic`, { traffic: kind });

  it('gives a camera a quiet or an empty road, and its own one back', async () => {
    expect(await traffic(4, 'quiet')).toMatchObject({ traffic: 'quiet', loop: 'quiet-day' });
    expect(await traffic(4, 'empty')).toMatchObject({ traffic: 'empty', loop: 'empty-day' });
    const response = await fetch(`http://127.0.0.1:${simulator.facts.controlPort}/cameras/4/truth`);
    const frames = (await response.text())
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(frames.length).toBe(250);
    expect(frames.every(({ vehicles }) => vehicles.length === 0)).toBe(true);
    expect(await traffic(4, 'usual')).toMatchObject({ traffic: 'usual', loop: 'own-04' });
  });

  it('keeps night at night', async () => {
    expect(await traffic(3, 'empty')).toMatchObject({ loop: 'empty-night' });
  });

  it('refuses roads it does not know, and H.265 cameras, whose stream must stay H.265', async () => {
    await expect(traffic(4, 'jammed')).rejects.toThrow(/usual, quiet or empty/);
    await expect(traffic(8, 'empty')).rejects.toThrow(/H\.265/);
  });
});
