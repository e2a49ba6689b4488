import { expect, test } from 'vitest';
import { seeded } from '../../testing/seeded.ts';
import { ctcLogProbability, greedySymbols, peakSteps } from './ctc.ts';
import { type CtcOutput, readPlateBeam } from './ctc-beam.ts';
import { PlateGrammar, patterns } from './grammar.ts';
import { Opinion } from './opinion.ts';
import { secondSymbols } from './second-symbols.ts';

const grammar = new PlateGrammar(secondSymbols);
const classes = secondSymbols.length + 1;
const even = patterns.map(() => 1);

/** Each character of the text in a step of its own, blanks between, `certainty` on it and the rest spread evenly. */
function spoken(text: string, certainty = 0.9, change: (row: Float64Array, step: number) => void = () => {}) {
  const labels = [0, ...grammar.symbolsOf(text)!.flatMap(symbol => [symbol + 1, 0])];
  const logp = new Float32Array(labels.length * classes);
  labels.forEach((label, step) => {
    const row = new Float64Array(classes).fill((1 - certainty) / (classes - 1));
    row[label] = certainty;
    change(row, step);
    for (let at = 0; at < classes; at++) logp[step * classes + at] = Math.log(row[at]!);
  });
  return { logp, steps: labels.length, classes } satisfies CtcOutput;
}

test('reads back what was spoken, repeated characters too', () => {
  for (const text of ['浙A3K901', '粤BD11111', '京O00000', '使014578', '沪X1234应急']) {
    const [best, next] = readPlateBeam(spoken(text), grammar, even);
    expect(best?.text).toBe(text);
    expect(best!.score).toBeGreaterThan((next?.score ?? -Infinity) + 1);
  }
});

test('gives the number the grammar allows when the likeliest characters are none', () => {
  // An 8 stands where only a letter may: the B, which comes second, is taken.
  const output = spoken('浙B3K901', 0.9, (row, step) => {
    if (step !== 3) return;
    row.fill(1e-4);
    row[grammar.symbols.indexOf('8') + 1] = 0.7;
    row[grammar.symbols.indexOf('B') + 1] = 0.25;
  });
  expect(new Opinion(output, grammar, even).greedy).toBe('浙83K901');
  expect(readPlateBeam(output, grammar, even)[0]?.text).toBe('浙B3K901');
});

test('finds no number where nothing was spoken', () => {
  const blank = new Float32Array(20 * classes).fill(-20);
  for (let step = 0; step < 20; step++) blank[step * classes] = 0;
  expect(readPlateBeam({ logp: blank, steps: 20, classes }, grammar, even)).toEqual([]);
});

test('a beam finds most of the probability that all alignments sum to, and never more', () => {
  const random = seeded(5);
  for (let round = 0; round < 20; round++) {
    const output = spoken('浙A3K901', 0.5 + random() * 0.4);
    const [best] = readPlateBeam(output, grammar, even, 64);
    const whole = ctcLogProbability(output, best!.symbols);
    expect(best!.logp).toBeLessThan(whole + 1e-6);
    expect(best!.logp).toBeGreaterThan(whole - 0.1);
  }
});

test('finds the step at which each character is spoken', () => {
  const output = spoken('浙A33901');
  expect(peakSteps(output, grammar.symbolsOf('浙A33901')!)).toEqual([1, 3, 5, 7, 9, 11, 13]);
  expect(
    greedySymbols(output)
      .map(symbol => grammar.symbols[symbol])
      .join(''),
  ).toBe('浙A33901');
});

test('tells of each character how sure it is and what else it might be', () => {
  const output = spoken('浙A3K901', 0.95, (row, step) => {
    if (step !== 5) return;
    row.fill(1e-5);
    row[grammar.symbols.indexOf('3') + 1] = 0.6;
    row[grammar.symbols.indexOf('8') + 1] = 0.3;
  });
  const characters = new Opinion(output, grammar, even).characters('浙A3K901', 0)!;
  expect(characters).toHaveLength(7);
  expect(characters[2]!.chances.get('3')).toBeCloseTo(2 / 3, 2);
  expect(characters[2]!.chances.get('8')).toBeCloseTo(1 / 3, 2);
  // What the grammar forbids there has no chance.
  expect(characters[0]!.chances.has('A')).toBe(false);
});

test('bears any output of a net: noise, NaN, infinities, no steps', () => {
  const random = seeded(11);
  const odd = [Number.NaN, Infinity, -Infinity, 1e30, -1e30, 0];
  for (let round = 0; round < 150; round++) {
    const steps = Math.floor(random() * 30);
    const logp = Float32Array.from({ length: steps * classes }, () =>
      random() < 0.02 ? odd[Math.floor(random() * odd.length)]! : Math.log(random() + 1e-9) * 3,
    );
    const output = { logp, steps, classes };
    const opinion = new Opinion(output, grammar, even);
    for (const { text, pattern, score } of opinion.hypotheses) {
      expect(Number.isNaN(score)).toBe(false);
      opinion.characters(text, pattern);
      opinion.logProbability(text);
    }
    expect(typeof opinion.greedy).toBe('string');
  }
});
