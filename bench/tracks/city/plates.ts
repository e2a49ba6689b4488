// Number plates, each once with its kind, and what a reader may take one for.
import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import type { Chance } from './seeded.ts';

export interface Plate {
  readonly text: string;
  readonly kind: PlateKind;
  readonly colour: PlateColour;
}

const digits = '0123456789';
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const provinces = '浙沪苏皖闽赣鲁豫京粤';
/** domain.md §4 [K]. */
const families = ['0DQ', '8B', '1T', '2Z', '5S'];

export class Plates {
  readonly list: Plate[] = [];
  readonly #places = new Map<string, number>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** A vehicle's, that no other has; its place in the list. */
  add(): number {
    for (;;) {
      const plate = this.#made();
      const place = this.list.length;
      if (this.place(plate) === place) return place;
    }
  }

  /** Of this plate, in the list if it is not yet. */
  place(plate: Plate): number {
    const key = `${plate.text} ${plate.kind}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.list.length);
    this.list.push(plate);
    return this.list.length - 1;
  }

  /** One character taken for another of its family; the plate itself where it has none such. */
  misread(place: number): number {
    const { text, kind, colour } = this.list[place]!;
    const characters = [...text];
    const n = this.#chance.integer(1, characters.length - 1);
    const family = families.find(family => family.includes(characters[n]!));
    if (!family) return place;
    characters[n] = this.#chance.pick(family.replace(characters[n]!, ''));
    return this.place({ text: characters.join(''), kind, colour });
  }

  #made(): Plate {
    const chance = this.#chance;
    const head =
      (chance.next() < 0.75 ? '浙' : chance.pick(provinces)) +
      (chance.next() < 0.6 ? 'A' : chance.pick(letters));
    const serial = (length: number) =>
      Array.from({ length }, () => chance.pick(chance.next() < 0.8 ? digits : letters)).join('');
    const drawn = chance.next();
    if (drawn < 0.74) return { text: head + serial(5), kind: 'small', colour: 'blue' };
    if (drawn < 0.92)
      return {
        text: head + chance.pick('DABCEF') + chance.pick(digits) + number(chance, 4),
        ...{ kind: 'small-new-energy', colour: 'green' },
      };
    return { text: head + serial(5), kind: 'large', colour: 'yellow' };
  }
}

function number(chance: Chance, length: number): string {
  return Array.from({ length }, () => chance.pick(digits)).join('');
}
