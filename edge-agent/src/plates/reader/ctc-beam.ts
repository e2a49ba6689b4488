// CTC prefix beam search (Hannun et al. 2014, without a language model) held to the plate grammar: only prefixes
// that begin some plate number live, and only whole numbers are given.
import { anyPattern, likeliestPattern, type PlateGrammar } from './grammar.ts';

/** Log-probabilities of one plate: `steps` rows of `classes`; class 0 is the blank, class i+1 symbol i. */
export interface CtcOutput {
  readonly logp: Float32Array;
  readonly steps: number;
  readonly classes: number;
}

export interface Hypothesis {
  /** Indices of the grammar's symbols. */
  readonly symbols: readonly number[];
  readonly text: string;
  /** Natural log of the CTC probability, with the pattern's weight. */
  readonly score: number;
  /** Same without the weight. */
  readonly logp: number;
  /** Index in `patterns`. */
  readonly pattern: number;
}

interface Prefix {
  readonly parent: Prefix | null;
  readonly symbol: number;
  readonly length: number;
  readonly alive: number;
  children: Map<number, Prefix> | null;
  // Of the step being read: log-probability ending in a blank, and in the symbol.
  blank: number;
  sound: number;
  nextBlank: number;
  nextSound: number;
  /** The step `next…` belongs to. */
  touched: number;
}

const beamWidth = 12;
/** A symbol less likely than e^−8 at a step starts nothing new there: 0.03 % cannot win a place. */
const leastLogp = -8;
const never = -Infinity;

/** The likeliest whole numbers, best first; empty when none came out. `weights`: one per pattern. */
export function readPlateBeam(
  output: CtcOutput,
  grammar: PlateGrammar,
  weights: readonly number[],
  width = beamWidth,
): Hypothesis[] {
  const { logp, steps, classes } = output;
  const root = newPrefix(null, -1, 0, anyPattern);
  root.blank = 0;
  let beam: Prefix[] = [root];
  for (let step = 0; step < steps; step++) {
    const at = step * classes;
    const next: Prefix[] = [];
    const touch = (prefix: Prefix) => {
      if (prefix.touched === step) return;
      prefix.touched = step;
      prefix.nextBlank = never;
      prefix.nextSound = never;
      next.push(prefix);
    };
    for (const prefix of beam) {
      const total = logAdd(prefix.blank, prefix.sound);
      touch(prefix);
      prefix.nextBlank = logAdd(prefix.nextBlank, total + logp[at]!);
      if (prefix.symbol >= 0)
        prefix.nextSound = logAdd(prefix.nextSound, prefix.sound + logp[at + 1 + prefix.symbol]!);
      for (let symbol = 0; symbol + 1 < classes; symbol++) {
        const p = logp[at + 1 + symbol]!;
        if (!(p > leastLogp)) continue;
        const from = symbol === prefix.symbol ? prefix.blank : total;
        if (from === never) continue;
        const child = childOf(prefix, symbol, grammar);
        if (child === null) continue;
        touch(child);
        child.nextSound = logAdd(child.nextSound, from + p);
      }
    }
    for (const prefix of next) {
      prefix.blank = prefix.nextBlank;
      prefix.sound = prefix.nextSound;
    }
    next.sort((a, b) => logAdd(b.blank, b.sound) - logAdd(a.blank, a.sound));
    // What falls out of the beam must not come back with an old probability.
    for (let index = width; index < next.length; index++) {
      next[index]!.blank = never;
      next[index]!.sound = never;
    }
    beam = next.slice(0, width);
  }
  return beam.flatMap(prefix => finish(prefix, grammar, weights)).sort((a, b) => b.score - a.score);
}

function finish(prefix: Prefix, grammar: PlateGrammar, weights: readonly number[]): Hypothesis[] {
  const pattern = likeliestPattern(grammar.ends(prefix.alive, prefix.length), weights);
  const logp = logAdd(prefix.blank, prefix.sound);
  if (pattern < 0 || !Number.isFinite(logp)) return [];
  const symbols: number[] = [];
  for (let at: Prefix | null = prefix; at && at.symbol >= 0; at = at.parent) symbols.unshift(at.symbol);
  const text = grammar.textOf(symbols);
  return [{ symbols, text, logp, score: logp + Math.log(weights[pattern]!), pattern }];
}

function newPrefix(parent: Prefix | null, symbol: number, length: number, alive: number): Prefix {
  return {
    parent,
    symbol,
    length,
    alive,
    children: null,
    blank: never,
    sound: never,
    nextBlank: never,
    nextSound: never,
    touched: -1,
  };
}

function childOf(prefix: Prefix, symbol: number, grammar: PlateGrammar): Prefix | null {
  const known = prefix.children?.get(symbol);
  if (known) return known;
  const alive = grammar.step(prefix.alive, prefix.length, symbol);
  if (alive === 0) return null;
  const child = newPrefix(prefix, symbol, prefix.length + 1, alive);
  prefix.children ??= new Map();
  prefix.children.set(symbol, child);
  return child;
}

export function logAdd(a: number, b: number): number {
  if (a === never) return b;
  if (b === never) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
