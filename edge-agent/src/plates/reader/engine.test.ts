// The nets as they are in models/, on drawn plates: what a change of weights or of code must not break. How good they
// are on photographs is the bench's to say.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawnPlate, drawnScene } from '../../testing/drawn-plates.ts';
import { Engine } from './engine.ts';
import { overlap } from './geometry.ts';
import { defaultModelsDir, loadModelFiles } from './model-files.ts';
import type { Picture } from './types.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.load(await loadModelFiles(defaultModelsDir));
});
afterAll(() => engine.close());

test.each([
  ['blue', '浙A3K901', 'small', 'blue'],
  ['yellow', '沪B12345', 'large', 'yellow'],
  ['yellow-double', '鲁V95916', 'large', 'yellow'],
  ['green', '粤BD11223', 'small-new-energy', 'green'],
] as const)('reads a drawn %s plate', async (kind, text, plateKind, colour) => {
  const { plates } = await engine.readCrop({ picture: await drawnPlate({ kind, text }, 180) });
  expect(plates[0]!.reading).toMatchObject({ text, kind: plateKind });
  expect(plates[0]!.colour).toBe(colour);
  const { characters, confidence } = plates[0]!.reading!;
  expect(characters.map(c => c.character).join('')).toBe(text);
  for (const { confidence: sure, alternatives } of characters) {
    const rest = alternatives.reduce((sum, other) => sum + other.confidence, 0);
    expect(sure + rest).toBeLessThan(1.001);
    expect(alternatives.length).toBeLessThanOrEqual(4);
  }
  expect(confidence).toBeGreaterThan(0.5);
  expect(confidence).toBeLessThan(1);
});

test.each([
  ['in the middle', 560, 430, 150],
  ['at the left', 130, 300, 100],
])('finds and reads a plate %s of a street', async (_, left, top, width) => {
  const scene = await drawnScene({ kind: 'blue', text: '浙A3K901' }, 1280, 720, left, top, width);
  const { plates } = await engine.find({ picture: scene, region: null, read: 'all' });
  const hit = plates.find(plate => overlap(plate.box, scene.box) > 0.5);
  expect(hit).toMatchObject({ rows: 1, colour: 'blue', reading: { text: '浙A3K901', kind: 'small' } });
  expect(Math.abs(hit!.angleDeg)).toBeLessThan(4);
  expect(hit!.sharpness).toBeGreaterThan(0.3);
  expect(Math.abs(hit!.widthPx - width)).toBeLessThan(width * 0.15);
});

test('looks into the region only', async () => {
  const scene = await drawnScene({ kind: 'blue', text: '浙A3K901' }, 1280, 720, 560, 430, 150);
  const inside = await engine.find({ picture: scene, region: [400, 300, 900, 600], read: 'all' });
  expect(inside.plates.some(plate => plate.reading?.text === '浙A3K901')).toBe(true);
  const beside = await engine.find({ picture: scene, region: [0, 0, 400, 300], read: 'all' });
  expect(beside.plates.filter(plate => plate.reading)).toEqual([]);
});

test('gives no number for a plate that is upside down, on its side, or cut through', async () => {
  const whole = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 180);
  const views = [turned(whole), turned(turned(whole)), part(whole, 0.3, 1), part(whole, 0, 0.6)];
  for (const picture of views) {
    const { plates } = await engine.readCrop({ picture });
    expect(plates[0]!.reading?.text ?? null).toBeNull();
  }
});

test('says nothing about a plate too small to read', async () => {
  const tiny = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 14);
  const { plates } = await engine.readCrop({ picture: tiny });
  expect(plates[0]!.reading).toBeNull();
});

/** A quarter clockwise. */
function turned({ rgb, widthPx, heightPx }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = (y * widthPx + x) * 3;
      out.set(rgb.subarray(from, from + 3), (x * heightPx + (heightPx - 1 - y)) * 3);
    }
  }
  return { rgb: out, widthPx: heightPx, heightPx: widthPx };
}

/** A piece of its width. */
function part({ rgb, widthPx, heightPx }: Picture, from: number, until: number): Picture {
  const left = Math.round(widthPx * from);
  const width = Math.round(widthPx * until) - left;
  const out = new Uint8Array(width * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    const line = (y * widthPx + left) * 3;
    out.set(rgb.subarray(line, line + width * 3), y * width * 3);
  }
  return { rgb: out, widthPx: width, heightPx };
}
