import { describe, expect, it } from 'vitest';
import { boundsOf, iou } from '../geometry.ts';
import { likeliestPlate, plateClasses } from './beam.ts';
import { boxesOf } from './detector.ts';

describe('the baseline’s detector', () => {
  it('grows a connected part of the map by what DB’s training shrank it', () => {
    const [width, height] = [160, 96];
    const map = new Float32Array(width * height);
    for (let y = 40; y < 50; y++) for (let x = 30; x < 110; x++) map[y * width + x] = 0.9;
    const [box, ...more] = boxesOf(map, width, height);
    expect(more).toEqual([]);
    // area × 1.5 ÷ perimeter, of a rectangle of 80 by 10 pixels: 6.7 each way
    expect(iou(boundsOf(box!.corners), [23.4, 33.4, 116.6, 56.6])).toBeGreaterThan(0.9);
  });

  it('leaves dim parts and specks out', () => {
    const map = new Float32Array(64 * 64);
    for (let x = 10; x < 50; x++)
      map[20 * 64 + x] = map[21 * 64 + x] = map[22 * 64 + x] = map[23 * 64 + x] = 0.35;
    map[50 * 64 + 50] = 0.99;
    expect(boxesOf(map, 64, 64)).toEqual([]);
  });
});

describe('the baseline’s beam', () => {
  const dictionary = ['', '浙', 'A', '3', 'K', '9', '0', '1', 'O', '·', '渐'];
  const line = (...steps: Record<string, number>[]) => {
    const probabilities = new Float32Array(steps.length * dictionary.length);
    steps.forEach((step, t) => {
      for (const [character, p] of Object.entries(step))
        probabilities[t * dictionary.length + dictionary.indexOf(character)] = p;
    });
    return { steps: steps.length, classes: dictionary.length, probabilities };
  };
  const classes = plateClasses(dictionary);

  it('reads what a plate may be, though the likeliest character is none', () => {
    const found = likeliestPlate(
      line(
        { 渐: 0.6, 浙: 0.4 },
        { A: 1 },
        { '·': 1 },
        { 3: 1 },
        { K: 1 },
        { 9: 1 },
        { O: 0.7, 0: 0.3 },
        { 1: 1 },
      ),
      classes,
    );
    expect(found?.text).toBe('浙A3K901');
    expect(found?.probability).toBeCloseTo(0.4);
  });

  it('keeps a repeated character that a blank divides, and joins one that none divides', () => {
    const nines = line(
      { 浙: 1 },
      { A: 1 },
      { 3: 1 },
      { 9: 1 },
      { '': 1 },
      { 9: 1 },
      { 9: 1 },
      { 0: 1 },
      { 1: 1 },
    );
    expect(likeliestPlate(nines, classes)?.text).toBe('浙A39901');
  });

  it('says nothing where no plate can be', () => {
    expect(likeliestPlate(line({ 浙: 1 }, { A: 1 }, { 3: 1 }), classes)).toBeNull();
  });
});
