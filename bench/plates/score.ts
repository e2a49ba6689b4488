// Who is right: what was found and read in a picture, against what stands in it.
import { type Box, iou } from './geometry.ts';

/** A plate that somebody found, with what was read; text null: found, and not trusted to be read. */
export interface Guess {
  readonly box: Box;
  readonly text: string | null;
  readonly confidence: number;
  /** 0..1; null where the finder does not measure it. */
  readonly sharpness: number | null;
}

export interface Truth {
  readonly box: Box;
  readonly plate: string;
  readonly colour: string;
  readonly legible: boolean;
}

/** One legible plate of a picture. */
export interface Outcome {
  readonly truth: Truth;
  readonly located: boolean;
  /** What was read of it; null when nothing was. */
  readonly reading: Guess | null;
  readonly right: boolean;
  /** Of the guess that located it. */
  readonly sharpness: number | null;
}

export interface SceneScore {
  readonly outcomes: readonly Outcome[];
  /** Readings that were given, those of plates nobody can read left out. */
  readonly given: readonly { readonly guess: Guess; readonly right: boolean }[];
}

/** A plate counts as located from this overlap on. */
export const locatedIou = 0.5;
/** A reading belongs to the plate it overlaps this much, though it missed its place a little. */
const sameIou = 0.2;

/** `boxes`: everything found, readable or not, when that is more than the guesses. */
export function scoreScene(
  truths: readonly Truth[],
  guesses: readonly Guess[],
  boxes: readonly Box[] = guesses.map(g => g.box),
): SceneScore {
  const texts = guesses.filter(guess => guess.text !== null);
  const owner = new Map<Guess, Truth>();
  // A right number finds its plate by itself; the others go by overlap, best first.
  const pairs = texts
    .flatMap(guess =>
      truths.map(truth => ({
        guess,
        truth,
        weight: iou(guess.box, truth.box) + (truth.legible && guess.text === truth.plate ? 2 : 0),
      })),
    )
    .filter(({ weight }) => weight >= sameIou)
    .sort((a, b) => b.weight - a.weight);
  const taken = new Set<Truth>();
  for (const { guess, truth } of pairs) {
    if (owner.has(guess) || (truth.legible && taken.has(truth))) continue;
    owner.set(guess, truth);
    taken.add(truth);
  }
  const readingOf = new Map([...owner].map(([guess, truth]) => [truth, guess]));
  const outcomes = truths
    .filter(truth => truth.legible)
    .map(truth => {
      const reading = readingOf.get(truth) ?? null;
      const over = guesses.find(guess => iou(guess.box, truth.box) >= locatedIou);
      return {
        truth,
        located: boxes.some(box => iou(box, truth.box) >= locatedIou),
        reading,
        right: reading?.text === truth.plate,
        sharpness: (reading ?? over)?.sharpness ?? null,
      };
    });
  const given = texts
    .filter(guess => owner.get(guess)?.legible !== false)
    .map(guess => ({ guess, right: owner.get(guess)?.plate === guess.text }));
  return { outcomes, given };
}

export interface CalibrationRow {
  readonly from: number;
  readonly to: number;
  readonly given: number;
  readonly right: number;
}

const calibrationEdges = [0, 0.5, 0.8, 0.9, 0.95, 0.99, 1];

/** How many of the readings given with a confidence were right, by confidence. */
export function calibrate(
  given: readonly { readonly confidence: number; readonly right: boolean }[],
): CalibrationRow[] {
  return calibrationEdges.slice(0, -1).map((from, i) => {
    const to = calibrationEdges[i + 1]!;
    const inside = given.filter(
      ({ confidence }) => confidence >= from && (confidence < to || (to === 1 && confidence <= 1)),
    );
    return { from, to, given: inside.length, right: inside.filter(({ right }) => right).length };
  });
}

/** Share of right ones among the readings at or above a confidence; NaN without any. */
export function rightFrom(
  given: readonly { readonly confidence: number; readonly right: boolean }[],
  least: number,
): { given: number; right: number; share: number } {
  const sure = given.filter(({ confidence }) => confidence >= least);
  const right = sure.filter(g => g.right).length;
  return { given: sure.length, right, share: sure.length === 0 ? Number.NaN : right / sure.length };
}
