// What the city's readers make of a plate that passes.
import type { Plates } from './plates.ts';
import type { Chance } from './seeded.ts';

/** As measured on video whose truth is known (bench/plates/misread-rates.ts). */
export interface Misreads {
  readonly source: string;
  readonly vehicles: number;
  readonly unreadable: number;
  /** `times`: one character taken for the other, `of` so many that passed. */
  readonly characters: readonly {
    readonly truth: string;
    readonly read: string;
    readonly times: number;
    readonly of: number;
  }[];
}

/** A plate's place in the list, to the place of what is read; -1: unreadable. */
export type Reader = (plate: number, plates: Plates, chance: Chance) => number;

export const faultless: Reader = plate => plate;

/** More wrong than ours: no few numbers that only look new are what first-seen has to bear. */
const unreadShare = 0.002;
const misreadShare = 0.005;
export const coarse: Reader = (plate, plates, chance) => {
  const drawn = chance.next();
  if (drawn < unreadShare) return -1;
  return drawn < unreadShare + misreadShare ? plates.misread(plate) : plate;
};

/** Each character by itself, as often as it was taken for another. */
export function measured({ vehicles, unreadable, characters }: Misreads): Reader {
  return (plate, plates, chance) => {
    if (chance.next() < unreadable / vehicles) return -1;
    const { text, ...rest } = plates.list[plate]!;
    const read = [...text].map(character => {
      let drawn = chance.next();
      for (const { truth, read, times, of } of characters) {
        if (truth !== character) continue;
        drawn -= times / of;
        if (drawn < 0) return read;
      }
      return character;
    });
    return plates.place({ text: read.join(''), ...rest });
  };
}
