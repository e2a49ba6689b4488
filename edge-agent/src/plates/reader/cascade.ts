// Reads one plate: the small net first; PP-OCRv4 too when the small one is not sure enough; a number only when what
// both say makes it likely, else nothing. A beam held to a grammar finds a number in any picture, so what counts is
// the calibrated probability, never that a number came out.
import { type Calibrated, confidence } from './calibration.ts';
import { plateAngle, plateHeight, plateWidth, widened } from './geometry.ts';
import { type ColourProbabilities, PlateGrammar, patterns, patternWeights } from './grammar.ts';
import { type Measured, measureAlone, measureBoth, rank } from './judge.ts';
import { characterReadings, Opinion } from './opinion.ts';
import { likeliestColour, withHint } from './plate-colour.ts';
import { rectify } from './rectify.ts';
import type { SecondRecogniser } from './second-recogniser.ts';
import { secondSymbols } from './second-symbols.ts';
import { sharpnessOf } from './sharpness.ts';
import type { SmallRecogniser } from './small-recogniser.ts';
import type { FoundPlate, Picture, Reading } from './types.ts';

/** Below this a number is more a guess than a reading. Measured: docs/plates.md. */
const leastConfidence = 0.5;
/** The small net alone is believed from here on. */
const sureAlone = 0.97;
/** Both readers together are believed from here on; below it PP-OCRv4 looks once more, at another width. */
const sureTogether = 0.95;
/**
 * px wide the picture PP-OCRv4 is shown, at 48 px of height, first and second look. A plate stands in it in its own
 * shape, as the lines of text it was taught with: stretched to fill it, 2 to 6 % fewer were read right. But it has
 * 8 px a step, and eight characters of a green plate need more, or a repeated digit runs into one; and two rows that
 * were joined have no shape of their own.
 */
const secondLooks = {
  usual: { widths: [200, 320], stretched: false },
  green: { widths: [240, 320], stretched: true },
  twoRows: { widths: [208, 160], stretched: true },
} as const;

/** Seven characters on fewer px cannot be told apart by anybody. */
const leastWidthPx = 20;
/** A detector's score below this leaves it open whether there is a plate at all … */
const doubtful = 0.65;
/** … and of the number the small net found, ln(p/(1−p)) below this says that there is no number. */
const noNumber = -8;
/**
 * Added round the detector's corners, parts of width and height: PP-OCRv4 reads 2 % more plates with a little of what
 * is round them than cut to the edge. A crop has nothing round it.
 */
const secondMargin = { width: 0.03, height: 0.08 };

export interface CascadeOptions {
  readonly small: SmallRecogniser;
  readonly second: SecondRecogniser;
  readonly calibrated: Calibrated;
}

export class Cascade {
  #small: SmallRecogniser;
  #second: SecondRecogniser;
  #calibrated: Calibrated;
  #smallGrammar: PlateGrammar;
  #secondGrammar: PlateGrammar;
  #crop: Uint8Array;

  constructor({ small, second, calibrated }: CascadeOptions) {
    this.#small = small;
    this.#second = second;
    this.#calibrated = calibrated;
    this.#smallGrammar = new PlateGrammar(small.symbols);
    this.#secondGrammar = new PlateGrammar(secondSymbols);
    this.#crop = new Uint8Array(small.widthPx * small.heightPx * 3);
  }

  /** The plate with its reading, its colour as the recogniser sees it, and its sharpness. */
  async read(picture: Picture, plate: FoundPlate): Promise<FoundPlate> {
    const glance = await this.glance(picture, plate);
    return glance.sure ?? this.confirm(picture, glance);
  }

  /** The small net's look at one way to lay out a plate. */
  async glance(picture: Picture, plate: FoundPlate): Promise<Glance> {
    const look = await this.#look(picture, plate);
    const alone = measureAlone(look.small);
    const p = alone ? this.#confidence(alone) : 0;
    const sees = look.sharpness > 0 && plateWidth(plate.corners) >= leastWidthPx;
    const reading =
      sees && alone && p >= sureAlone ? this.#reading(alone, p, [look.small], look.weights) : null;
    return { plate, look, alone, p, sees, sure: reading && finished(plate, look, reading) };
  }

  /** The plate, its reading by both readers. */
  async confirm(picture: Picture, glance: Glance): Promise<FoundPlate> {
    return finished(glance.plate, glance.look, await this.#together(picture, glance));
  }

  /** For the calibration: the figures of every way to read this plate, whatever they claim. */
  async measure(picture: Picture, plate: FoundPlate): Promise<Measured[]> {
    const look = await this.#look(picture, plate);
    const first = await this.#secondLook(picture, plate, look, 0);
    const again = await this.#secondLook(picture, plate, look, 1);
    return [
      measureAlone(look.small),
      measureBoth(look.small, [first], look.weights),
      measureBoth(look.small, [first, again], look.weights),
    ].filter(measured => measured !== null);
  }

  async #together(picture: Picture, { plate, look, alone, sees }: Glance): Promise<Reading | null> {
    if (!sees) return null;
    // Grilles, lamps and signs: the detector doubts and the small net sees no number. That is most of what is found in
    // a street and is no plate, and a second opinion costs twenty times the first.
    if (plate.score < doubtful && !(alone && alone.features[0]! > noNumber)) return null;
    const seconds: Opinion[] = [];
    for (const view of [0, 1] as const) {
      seconds.push(await this.#secondLook(picture, plate, look, view));
      const both = measureBoth(look.small, seconds, look.weights);
      const together = both ? this.#confidence(both) : 0;
      const last = view === 1;
      if (both && together >= (last ? leastConfidence : sureTogether))
        return this.#reading(both, together, [look.small, ...seconds], look.weights);
    }
    return null;
  }

  async #look(picture: Picture, { corners, rows, colour }: FoundPlate): Promise<Look> {
    const { widthPx, heightPx } = this.#small;
    rectify(picture, corners, rows, widthPx, heightPx, this.#crop);
    const { ctc, colours } = await this.#small.read(this.#crop);
    const weights = patternWeights(withHint(colours, colour));
    return {
      colours,
      weights,
      sharpness: sharpnessOf(this.#crop, widthPx, heightPx),
      small: new Opinion(ctc, this.#smallGrammar, weights),
    };
  }

  async #secondLook(picture: Picture, plate: FoundPlate, look: Look, view: 0 | 1): Promise<Opinion> {
    const { green = 0, 'yellow-green': yellowGreen = 0 } = withHint(look.colours, plate.colour);
    const { widths, stretched } =
      secondLooks[plate.rows === 2 ? 'twoRows' : green + yellowGreen > 0.4 ? 'green' : 'usual'];
    const width = widths[view];
    const corners = isWhole(plate, picture)
      ? plate.corners
      : widened(plate.corners, secondMargin.width, secondMargin.height);
    const own = Math.round((this.#second.heightPx * plateWidth(corners)) / Math.max(1, plateHeight(corners)));
    const used = stretched ? width : Math.max(8, Math.min(width, own));
    const crop = rectify(picture, corners, plate.rows, used, this.#second.heightPx);
    return new Opinion(await this.#second.read(crop, used, width), this.#secondGrammar, look.weights);
  }

  #confidence({ by, features }: Measured): number {
    const { calibration, cap } = this.#calibrated;
    return Math.min(cap, confidence(calibration[by], features));
  }

  #reading(
    { text, pattern, by }: Measured,
    p: number,
    opinions: readonly Opinion[],
    weights: readonly number[],
  ): Reading {
    const views = opinions.flatMap(opinion => {
      const view = opinion.characters(text, pattern);
      return view ? [view] : [];
    });
    const others = rank(opinions, weights).filter(candidate => candidate.text !== text);
    const next = others[0];
    // What is left of certainty goes to the others by their share.
    const share = next ? 1 / others.reduce((sum, other) => sum + Math.exp(other.score - next.score), 0) : 0;
    return {
      text,
      confidence: p,
      characters: characterReadings(text, views),
      runnerUp: next ? { text: next.text, confidence: (1 - p) * share } : null,
      kind: patterns[pattern]!.kind,
      reader: by === 'small' ? 'small' : 'second-opinion',
    };
  }
}

/** What the small net made of one way to lay out a plate. */
export interface Glance {
  readonly plate: FoundPlate;
  readonly look: Look;
  readonly alone: Measured | null;
  /** Of `alone`, calibrated. */
  readonly p: number;
  /** False: no contrast or hardly a pixel. Whatever a net says of it, it was not read. */
  readonly sees: boolean;
  /** The plate as read, where that needs no second opinion. */
  readonly sure: FoundPlate | null;
}

interface Look {
  readonly colours: ColourProbabilities;
  readonly weights: readonly number[];
  readonly sharpness: number;
  readonly small: Opinion;
}

function finished(plate: FoundPlate, look: Look, reading: Reading | null): FoundPlate {
  return {
    ...plate,
    colour: likeliestColour(look.colours, plate.colour, reading),
    widthPx: plateWidth(plate.corners),
    angleDeg: plateAngle(plate.corners),
    sharpness: look.sharpness,
    reading,
  };
}

function isWhole({ box }: FoundPlate, { widthPx, heightPx }: Picture): boolean {
  return box[0] <= 0 && box[1] <= 0 && box[2] >= widthPx && box[3] >= heightPx;
}
