import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScene, ensureContent, type LoopFile } from './build.ts';
import { Composer, type TruthVehicle } from './compose.ts';
import { mainFrameOfSub } from './encode.ts';
import { loopIdOf, loopsFor, planLoops } from './plan.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'brightwall-content-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('content', () => {
  it('is built once, key frames every two seconds, and what a killed build left is removed', async () => {
    const abandoned = join(dir, 'loops', 'own-05.building-4194400');
    await mkdir(abandoned, { recursive: true });
    const progress: string[] = [];
    const options = {
      dir,
      seed: 1,
      only: ['own-05'],
      onProgress: (text: string) => void progress.push(text),
    };
    await ensureContent(options);
    await ensureContent(options);
    expect(progress).toHaveLength(1);
    expect(existsSync(abandoned)).toBe(false);
    const loop = JSON.parse(await readFile(join(dir, 'loops', 'own-05', 'loop.json'), 'utf8')) as LoopFile;
    const keys = (name: 'main' | 'sub') =>
      loop.streams[name].units.flatMap((unit, i) => (unit.key ? [i] : []));
    expect(keys('main')).toEqual([0, 50, 100, 150, 200]);
    expect(keys('sub')).toEqual([0, 30, 60, 90, 120]);
    const truth = (await readFile(join(dir, 'loops', 'own-05', 'truth.jsonl'), 'utf8')).trim().split('\n');
    expect(truth).toHaveLength(250);
  }, 60_000);

  it('is the same for the same seed, and its truth stays in the picture', async () => {
    const plan = planLoops(1).find(p => p.id === 'own-11')!;
    const [a, b] = [new Composer(await createScene(plan)), new Composer(await createScene(plan))];
    const seen = new Map<string, number>();
    for (const frame of [0, 60, 120, 180, 249]) {
      const truth = a.compose(frame, 25);
      expect(b.compose(frame, 25)).toEqual(truth);
      expect(Buffer.compare(a.canvas.bytes, b.canvas.bytes)).toBe(0);
      for (const vehicle of truth) note(vehicle, seen);
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('has plates at least 90 px wide in the near field', async () => {
    const composer = new Composer(await createScene(planLoops(1).find(p => p.id === 'own-04')!));
    let widest = 0;
    for (let frame = 0; frame < 250; frame++)
      for (const { plateCorners: c } of composer.compose(frame, 25))
        if (c) widest = Math.max(widest, c[2] - c[0]);
    expect(widest).toBeGreaterThanOrEqual(90);
  }, 60_000);

  it('knows the main frame that a sub frame shows', () => {
    expect([0, 1, 2, 3, 4, 5, 149].map(mainFrameOfSub)).toEqual([0, 2, 3, 5, 7, 8, 248]);
  });

  it('gives cameras past the sixteenth a shared loop, every eighth in H.265', () => {
    expect([17, 18, 19, 20, 24].map(n => loopIdOf(n, 0))).toEqual([
      'night-1',
      'day-2',
      'night-2',
      'day-1',
      'day-1-h265',
    ]);
    const planned = planLoops(1).map(p => p.id);
    expect(loopsFor(200).every(id => planned.includes(id))).toBe(true);
    expect(loopsFor(200)).toHaveLength(planned.length);
  });
});

/** Every vehicle within the picture; one plate per vehicle, ever. */
function note(vehicle: TruthVehicle, seen: Map<string, number>): void {
  const [x, y, width, height] = vehicle.box;
  expect(x >= 0 && y >= 0 && x + width <= 1280.2 && y + height <= 720.2).toBe(true);
  for (const [i, c] of (vehicle.plateCorners ?? []).entries())
    expect(c >= 0 && c <= (i % 2 ? 720 : 1280)).toBe(true);
  seen.set(`${vehicle.id} ${vehicle.plate}`, 1);
  expect([...seen.keys()].filter(k => k.startsWith(`${vehicle.id} `))).toHaveLength(1);
}
