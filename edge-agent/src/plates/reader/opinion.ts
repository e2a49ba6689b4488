// What one recogniser says of one plate, and the questions the cascade asks of it.
import { ctcLogProbability, greedySymbols, peakSteps } from './ctc.ts';
import { type CtcOutput, type Hypothesis, readPlateBeam } from './ctc-beam.ts';
import { type PlateGrammar, slotOf } from './grammar.ts';

/** The others a character might be that are worth telling. */
const maxAlternatives = 3;
const leastAlternative = 0.005;

export interface CharacterChances {
  /** Of each character the slot allows, summing to 1. */
  readonly chances: ReadonlyMap<string, number>;
}

export class Opinion {
  readonly hypotheses: readonly Hypothesis[];
  #ctc: CtcOutput;
  #grammar: PlateGrammar;

  constructor(ctc: CtcOutput, grammar: PlateGrammar, weights: readonly number[]) {
    this.#ctc = ctc;
    this.#grammar = grammar;
    this.hypotheses = readPlateBeam(ctc, grammar, weights);
  }

  /** What it says without the grammar. */
  get greedy(): string {
    return this.#grammar.textOf(greedySymbols(this.#ctc));
  }

  /** Natural log of the probability it gives this number; −∞ when it lacks one of its characters. */
  logProbability(text: string): number {
    const symbols = this.#grammar.symbolsOf(text);
    return symbols ? ctcLogProbability(this.#ctc, symbols) : -Infinity;
  }

  /** How likely each character of the slot is at each place of this number; null when it cannot be laid out. */
  characters(text: string, pattern: number): CharacterChances[] | null {
    const symbols = this.#grammar.symbolsOf(text);
    const peaks = symbols ? peakSteps(this.#ctc, symbols) : [];
    if (!symbols || peaks.length !== symbols.length) return null;
    const { logp, classes } = this.#ctc;
    return symbols.map((_, place) => {
      const slot = slotOf(pattern, place);
      const row = peaks[place]! * classes + 1;
      const chances = new Map<string, number>();
      let sum = 0;
      for (let at = 0; at + 1 < classes; at++) {
        const character = this.#grammar.inSlot(at, place, slot);
        if (character === null) continue;
        const p = Math.exp(logp[row + at]!);
        chances.set(character, p);
        sum += p;
      }
      for (const [symbol, p] of chances) chances.set(symbol, sum > 0 ? p / sum : 1 / chances.size);
      return { chances };
    });
  }
}

/** Characters of a number with what speaks for each, averaged over the readers that could lay it out. */
export function characterReadings(
  text: string,
  views: readonly CharacterChances[][],
): { character: string; confidence: number; alternatives: { character: string; confidence: number }[] }[] {
  return [...text].map((character, place) => {
    const sums = new Map<string, number>();
    for (const view of views) {
      for (const [symbol, p] of view[place]!.chances)
        sums.set(symbol, (sums.get(symbol) ?? 0) + p / views.length);
    }
    const alternatives = [...sums]
      .filter(([symbol, p]) => symbol !== character && p >= leastAlternative)
      .sort((a, b) => b[1] - a[1])
      .slice(0, maxAlternatives)
      .map(([symbol, p]) => ({ character: symbol, confidence: Math.min(1, p) }));
    return { character, confidence: Math.min(1, sums.get(character) ?? 0), alternatives };
  });
}
