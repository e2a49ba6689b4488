// Which numbers a mainland plate can carry (GA 36-2018, GA 36.1 for new energy; the military's and the armed
// police's as seen on the road), as an automaton over positions: a state is a position and the set of patterns
// still possible there, one bit each.
import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';

const digits = '0123456789';
/** Serials leave out I and O, which look like 1 and 0. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const serial = letters + digits;
export const provinces = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';
/** 京O and the like exist on old plates: O is allowed as the second character only. */
const office = `${letters}O`;
const energy = 'ABCDEFGHJK';

interface Pattern {
  readonly kind: PlateKind;
  /** Of the ground; a reading on another colour is possible (dirt, night), only less likely. */
  readonly colours: readonly PlateColour[];
  readonly slots: readonly string[];
}

const times = (count: number, slot: string) => Array<string>(count).fill(slot);
const pattern = (kind: PlateKind, colours: readonly PlateColour[], ...slots: string[]): Pattern => ({
  kind,
  colours,
  slots,
});

const green: readonly PlateColour[] = ['green', 'yellow-green'];

export const patterns: readonly Pattern[] = [
  pattern('small', ['blue', 'black'], provinces, office, ...times(5, serial)),
  pattern('large', ['yellow'], provinces, office, ...times(5, serial)),
  pattern('small-new-energy', green, provinces, letters, energy, serial, ...times(4, digits)),
  pattern('large-new-energy', green, provinces, letters, ...times(5, digits), energy),
  pattern('police', ['white'], provinces, office, `ABCD${digits}`, ...times(3, digits), '警'),
  pattern('training', ['yellow'], provinces, letters, ...times(4, serial), '学'),
  pattern('trailer', ['yellow'], provinces, letters, ...times(4, serial), '挂'),
  pattern('hong-kong', ['black'], '粤', 'Z', ...times(4, serial), '港'),
  pattern('macao', ['black'], '粤', 'Z', ...times(4, serial), '澳'),
  pattern('embassy', ['black'], ...times(6, digits), '使'),
  // Before 2018 the character stood in front.
  pattern('embassy', ['black'], '使', ...times(6, digits)),
  pattern('consulate', ['black'], provinces, 'ABDEH', ...times(4, digits), '领'),
  pattern('military', ['white'], 'VKHBSLJNGCE', 'ABCDEFGHJKLMNPRSTVY', ...times(5, digits)),
  pattern('armed-police', ['white'], 'W', 'J', provinces, ...times(4, digits), `TDSHBXJ${digits}`),
  pattern('armed-police', ['white'], 'W', 'J', ...times(4, digits), `TDSHBXJ${digits}`),
  pattern('emergency', ['white'], provinces, 'XS', ...times(4, digits), '应', '急'),
];

const maxLength = Math.max(...patterns.map(p => p.slots.length));
/** Bits of all patterns: the state before the first character. */
export const anyPattern = (1 << patterns.length) - 1;

export type ColourProbabilities = Partial<Record<PlateColour, number>>;

/** O as a second character looks like 0, and readers are taught to say 0. */
const officePlace = 1;

/** What the grammar allows over one reader's alphabet, which writes O as 0. Symbol i of it is index i here. */
export class PlateGrammar {
  readonly symbols: readonly string[];
  /** allowed[position × symbols + symbol]: bits of the patterns. */
  #allowed: Int32Array;
  #ends: Int32Array;

  constructor(symbols: readonly string[]) {
    this.symbols = symbols;
    this.#allowed = new Int32Array(maxLength * symbols.length);
    this.#ends = new Int32Array(maxLength + 1);
    patterns.forEach(({ slots }, index) => {
      this.#ends[slots.length]! |= 1 << index;
      slots.forEach((slot, position) => {
        symbols.forEach((symbol, at) => {
          if (slot.includes(written(symbol, position, slot)))
            this.#allowed[position * symbols.length + at]! |= 1 << index;
        });
      });
    });
  }

  textOf(symbols: readonly number[]): string {
    const written = symbols.map(symbol => this.symbols[symbol]!);
    // A military number's or an embassy's second character can be a digit's place; only a province goes before O.
    if (written[officePlace] === '0' && provinces.includes(written[0]!)) written[officePlace] = 'O';
    return written.join('');
  }

  /** Null when the alphabet lacks a character. */
  symbolsOf(text: string): number[] | null {
    const symbols = [...text].map((character, place) =>
      this.symbols.indexOf(character === 'O' && place === officePlace ? '0' : character),
    );
    return symbols.includes(-1) ? null : symbols;
  }

  /** The patterns of `alive` that go on with this symbol; 0 = none. */
  step(alive: number, position: number, symbol: number): number {
    if (position >= maxLength) return 0;
    return alive & this.#allowed[position * this.symbols.length + symbol]!;
  }

  /** The patterns of `alive` that end after `length` characters. */
  ends(alive: number, length: number): number {
    return alive & (this.#ends[length] ?? 0);
  }

  /** The slot's character this symbol stands for at its place; null when the slot does not allow it. */
  inSlot(symbol: number, place: number, slot: string): string | null {
    const character = written(this.symbols[symbol]!, place, slot);
    return slot.includes(character) ? character : null;
  }
}

function written(symbol: string, place: number, slot: string): string {
  return symbol === '0' && place === officePlace && slot.includes('O') ? 'O' : symbol;
}

/** The share a colour's patterns keep when the picture says another colour. */
const otherColour = 0.03;

/** How likely the ground's colour makes each pattern, 0..1; 1 for all when no colour was seen. */
export function patternWeights(colours: ColourProbabilities): number[] {
  const known = Object.entries(colours).filter(([colour]) => colour !== 'unknown');
  const sum = known.reduce((total, [, p]) => total + p, 0);
  if (!(sum > 0)) return patterns.map(() => 1);
  return patterns.map(p => {
    const share = p.colours.reduce((total, colour) => total + (colours[colour] ?? 0), 0) / sum;
    return otherColour + (1 - otherColour) * Math.min(1, Math.max(0, share));
  });
}

/** The likeliest of the patterns in `bits`: its index, −1 when bits is 0. */
export function likeliestPattern(bits: number, weights: readonly number[]): number {
  let best = -1;
  for (let index = 0; index < patterns.length; index++) {
    if ((bits & (1 << index)) === 0) continue;
    if (best < 0 || weights[index]! > weights[best]!) best = index;
  }
  return best;
}

/** Bits of the patterns a whole number fits. */
export function fittingPatterns(text: string): number {
  const characters = [...text];
  let bits = 0;
  patterns.forEach(({ slots }, index) => {
    if (slots.length === characters.length && slots.every((slot, at) => slot.includes(characters[at]!)))
      bits |= 1 << index;
  });
  return bits;
}

/** The characters that may stand at a place of a number of this pattern. */
export function slotOf(patternIndex: number, position: number): string {
  return patterns[patternIndex]?.slots[position] ?? '';
}
