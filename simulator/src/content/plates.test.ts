import { describe, expect, it } from 'vitest';
import { type PlateKind, plateSizeMm, plateSvg, randomPlate } from './plates.ts';
import { seededRandom } from './random.ts';

const grammar: Record<PlateKind, RegExp> = {
  blue: /^\p{Script=Han}[A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}$/u,
  yellow: /^\p{Script=Han}[A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}$/u,
  'yellow-double': /^\p{Script=Han}[A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}$/u,
  green: /^\p{Script=Han}[A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9]\d{4}$/u,
};

describe.each(Object.keys(grammar) as PlateKind[])('a %s plate', kind => {
  it('carries a number GA 36 allows, at most two letters in a serial of five', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 500; i++) {
      const { text } = randomPlate(kind, random);
      expect(text).toMatch(grammar[kind]);
      if (kind !== 'green') expect(text.slice(2).replace(/\d/g, '').length).toBeLessThanOrEqual(2);
    }
  });

  it('is drawn in millimetres with every character once', () => {
    const plate = randomPlate(kind, seededRandom(9));
    const svg = plateSvg(plate);
    const [width, height] = plateSizeMm[kind];
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
    expect([...svg.matchAll(/>(.)<\/text>/gu)].map(m => m[1]).join('')).toBe(plate.text);
  });
});
