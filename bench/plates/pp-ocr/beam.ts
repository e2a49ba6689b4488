// CTC prefix beam search (Graves 2012, §7.5) held to what a plate may be, over PP-OCRv4's probabilities.
import { isPlate, mayStand, plateAlphabet } from '../text.ts';
import type { Line } from './recogniser.ts';

const beamWidth = 12;
/** Characters less likely than this at a step are not followed. */
const floor = 1e-4;

/** Which class each character is, and which classes count as nothing: dots between the groups. */
export interface PlateClasses {
  readonly characters: readonly { readonly character: string; readonly index: number }[];
  readonly nothing: readonly number[];
}

export function plateClasses(dictionary: readonly string[]): PlateClasses {
  return {
    characters: plateAlphabet
      .map(character => ({ character, index: dictionary.indexOf(character) }))
      .filter(({ index }) => index > 0),
    nothing: ['·', '•', '.', '-', ' '].map(mark => dictionary.indexOf(mark)).filter(index => index > 0),
  };
}

interface Prefix {
  readonly text: string;
  /** Probability of all ways that end in a blank, and of those that end in the last character. */
  blank: number;
  ended: number;
}

/** The likeliest plate and its probability; null when no plate can be read into the line. */
export function likeliestPlate(
  line: Line,
  { characters, nothing }: PlateClasses,
): { text: string; probability: number } | null {
  let beam: Prefix[] = [{ text: '', blank: 1, ended: 0 }];
  for (let t = 0; t < line.steps; t++) {
    const at = (index: number) => line.probabilities[t * line.classes + index]!;
    const quiet = at(0) + nothing.reduce((sum, index) => sum + at(index), 0);
    const heard = characters
      .map(({ character, index }) => ({ character, p: at(index) }))
      .filter(({ p }) => p > floor);
    const next = new Map<string, Prefix>();
    const reach = (text: string): Prefix => {
      const prefix = next.get(text) ?? { text, blank: 0, ended: 0 };
      next.set(text, prefix);
      return prefix;
    };
    for (const { text, blank, ended } of beam) {
      reach(text).blank += (blank + ended) * quiet;
      for (const { character: raw, p } of heard) {
        const character = text.length < 2 ? raw : raw === 'O' ? '0' : raw === 'I' ? '1' : raw;
        if (text.at(-1) === character) reach(text).ended += ended * p;
        if (!mayStand(character, text.length)) continue;
        reach(text + character).ended += (text.at(-1) === character ? blank : blank + ended) * p;
      }
    }
    beam = [...next.values()].sort((a, b) => b.blank + b.ended - a.blank - a.ended).slice(0, beamWidth);
  }
  const best = beam.find(({ text }) => isPlate(text));
  return best ? { text: best.text, probability: best.blank + best.ended } : null;
}
