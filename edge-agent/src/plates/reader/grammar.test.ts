import { expect, test } from 'vitest';
import {
  anyPattern,
  fittingPatterns,
  likeliestPattern,
  PlateGrammar,
  patterns,
  patternWeights,
} from './grammar.ts';
import { secondSymbols } from './second-symbols.ts';

const kindsOf = (text: string) => [
  ...new Set(patterns.filter((_, at) => fittingPatterns(text) & (1 << at)).map(p => p.kind)),
];

test.each([
  ['浙A3K901', ['small', 'large']],
  ['京O12345', ['small', 'large']],
  ['粤BD12345', ['small-new-energy']],
  ['粤B12345D', ['large-new-energy']],
  ['鄂F8888警', ['police']],
  ['皖Q0686学', ['training']],
  ['鲁B1234挂', ['trailer']],
  ['粤ZP560港', ['hong-kong']],
  ['粤Z1234澳', ['macao']],
  ['224578使', ['embassy']],
  ['使014578', ['embassy']],
  ['沪A0023领', ['consulate']],
  ['VA12345', ['military']],
  ['WJ京1234X', ['armed-police']],
  ['WJ12345', ['armed-police']],
  ['沪X1234应急', ['emergency']],
])('%s is a number of %j', (text, kinds) => {
  expect(kindsOf(text)).toEqual(kinds);
});

test.each([
  '浙A3K90',
  '浙AIK901',
  '浙A3O901',
  'A浙12345',
  '粤B1234警1',
  '',
  '浙A3K9011',
  '粤BL12345',
  '1234567',
])('%s is no number', text => {
  expect(kindsOf(text)).toEqual([]);
});

test('goes character by character to the pattern a whole number has', () => {
  const grammar = new PlateGrammar(secondSymbols);
  for (const text of ['浙A3K901', '京O12345', '粤BD12345', '使014578', '沪X1234应急', 'WJ京1234X']) {
    const symbols = grammar.symbolsOf(text)!;
    const alive = symbols.reduce((state, symbol, at) => grammar.step(state, at, symbol), anyPattern);
    expect(grammar.ends(alive, symbols.length)).toBe(fittingPatterns(text));
    expect(grammar.textOf(symbols)).toBe(text);
  }
});

test('reads a 0 behind a province as the letter O, and nowhere else', () => {
  const grammar = new PlateGrammar(secondSymbols);
  const zero = grammar.symbols.indexOf('0');
  const text = grammar.textOf([grammar.symbols.indexOf('京'), zero, zero]);
  expect(text).toBe('京O0');
  expect(grammar.textOf([zero, zero])).toBe('00');
});

test('takes the colour of the ground for what tells small and large apart', () => {
  const bits = fittingPatterns('浙A3K901');
  const kind = (weights: number[]) => patterns[likeliestPattern(bits, weights)]!.kind;
  expect(kind(patternWeights({ blue: 0.9, yellow: 0.1 }))).toBe('small');
  expect(kind(patternWeights({ yellow: 0.8, black: 0.1 }))).toBe('large');
  expect(patternWeights({}).every(weight => weight === 1)).toBe(true);
  expect(patternWeights({ blue: Number.NaN }).every(weight => weight === 1)).toBe(true);
});

test('a colour makes other kinds unlikely, never impossible', () => {
  const weights = patternWeights({ blue: 1 });
  patterns.forEach((p, at) => {
    expect(weights[at]).toBeGreaterThan(0);
    expect(weights[at]! > 0.5).toBe(p.colours.includes('blue'));
  });
});
