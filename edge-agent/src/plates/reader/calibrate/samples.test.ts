import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawnPlate } from '../../../testing/drawn-plates.ts';
import { seeded } from '../../../testing/seeded.ts';
import { boxCorners } from '../geometry.ts';
import type { Box, FoundPlate } from '../types.ts';
import { heldOut, loadCrops, loadScenes, type Scene, truthOf, variants } from './samples.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'photographs-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const found = (box: Box): FoundPlate => ({
  box,
  corners: boxCorners(box),
  score: 0.9,
  rows: 1,
  colour: 'blue',
  widthPx: box[2] - box[0],
  angleDeg: 0,
  sharpness: 0,
  reading: null,
});

const numbers = Array.from({ length: 40 }, (_, n) => `浙A${10_000 + n}`);
const byHash = (number: string) => createHash('sha256').update(number).digest()[0]! % 5 === 0;
const kept = numbers.find(byHash)!;
const trained = numbers.find(number => !byHash(number))!;

test('keeps to plates the recogniser was not trained on', () => {
  expect(heldOut({ number: kept, set: 'street' })).toBe(true);
  expect(heldOut({ number: trained, set: 'street' })).toBe(false);
  expect(heldOut({ number: trained, set: 'rare' })).toBe(true);
});

test('reads the folder’s lists', async () => {
  await writeFile(join(dir, 'crops.csv'), `file,plate,colour,set\r\na.png,${kept},yellow-double,rare\r\n`);
  await writeFile(
    join(dir, 'scenes.json'),
    JSON.stringify({ 'b.jpg': [{ box: [1, 2, 3, 4], plate: kept, colour: 'blue', legible: true }] }),
  );
  expect(await loadCrops(dir)).toEqual([{ file: join(dir, 'a.png'), number: kept, rows: 2, set: 'rare' }]);
  expect(await loadScenes(dir)).toEqual([
    { file: join(dir, 'scenes', 'b.jpg'), plates: [{ box: [1, 2, 3, 4], number: kept, legible: true }] },
  ]);
});

test('says what a found plate has to be read as', () => {
  const scene: Scene = {
    file: 'b.jpg',
    plates: [
      { box: [100, 100, 200, 130], number: kept, legible: true },
      { box: [300, 100, 400, 130], number: trained, legible: true },
      { box: [500, 100, 600, 130], number: kept, legible: false },
    ],
  };
  expect(truthOf(scene, found([102, 99, 199, 131]))).toBe(kept);
  expect(truthOf(scene, found([700, 100, 800, 130]))).toBe('');
  // Trained on, not legible, hit only in part: nothing to learn.
  expect(truthOf(scene, found([300, 100, 400, 130]))).toBeNull();
  expect(truthOf(scene, found([500, 100, 600, 130]))).toBeNull();
  expect(truthOf(scene, found([150, 100, 260, 130]))).toBeNull();
});

test('worsens a plate in several ways, the same in every run', async () => {
  const { rgb, widthPx, heightPx } = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 120);
  const file = join(dir, 'a.png');
  await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(file);
  const crop = { file, number: '浙A3K901', rows: 1 as const, set: 'street' };
  const [first, second] = [await variants(crop, seeded(1)), await variants(crop, seeded(1))];
  expect(first).toEqual(second);
  expect(first.length).toBeGreaterThan(6);
  expect(first[0]).toMatchObject({ rgb, widthPx, heightPx });
  for (const picture of first.slice(1)) expect(Buffer.compare(picture.rgb, rgb)).not.toBe(0);
});
