// Finds among a hundred thousand names in a few milliseconds, by the name itself, by the initials of its pinyin
// (of every reading: 长 is c and z), or by part of a code. All names stand in one array of small numbers, one per
// character; a letter that was typed becomes a table of the characters it may stand for, so that looking for a
// word is one pass of table look-ups and no string is made.
import type { LonLat } from '../geo.ts';
import type { InitialsOf } from './initials.ts';

export interface Findable {
  kind: 'camera' | 'road' | 'area';
  id: string;
  name: string;
  nameEn: string | null;
  /** 国标编码, of cameras that have one. */
  code: string | null;
  /** A road's lines, an area's ring, a camera's point; empty for a camera without a place. */
  where: readonly (readonly LonLat[])[];
}

/** Names longer than this are looked at no further. */
const longestName = 120;
/** Words of a search beyond this say no more. */
const mostWords = 6;
const longestWord = 40;
/** Names taken between two rests. */
const sliceSize = 4000;
/** Shorter runs of digits are a house's number, not a code's. */
const leastCodeDigits = 4;
/** Between a name and its English one: nothing typed stands for it. */
const gap = 0;

export const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

export class FindIndex {
  readonly #entries: readonly Findable[];
  readonly #codes: readonly string[];
  readonly #text: Uint32Array;
  /** Where each entry's text begins; one more at the end. */
  readonly #starts: Uint32Array;
  readonly #alphabet: Alphabet;

  private constructor(entries: Findable[], text: Uint32Array, starts: Uint32Array, alphabet: Alphabet) {
    this.#entries = entries;
    this.#codes = entries.map(({ code }) => code ?? '');
    this.#text = text;
    this.#starts = starts;
    this.#alphabet = alphabet;
  }

  /** Made in slices; `rest` lets the page draw between two. Throws what `rest` throws. */
  static async build(
    entries: Iterable<Findable>,
    initialsOf: InitialsOf,
    rest: () => Promise<void>,
  ): Promise<FindIndex> {
    const alphabet = new Alphabet(initialsOf);
    const all: Findable[] = [];
    const starts: number[] = [];
    let text = new Uint32Array(1 << 16);
    let length = 0;
    const take = (name: string) => {
      for (const character of plain(name).slice(0, longestName))
        text[length++] = alphabet.numberOf(character);
    };
    for (const entry of entries) {
      if (all.length > 0 && all.length % sliceSize === 0) await rest();
      if (length + 2 * longestName + 1 > text.length) {
        const larger = new Uint32Array(text.length * 2);
        larger.set(text);
        text = larger;
      }
      starts.push(length);
      take(entry.name);
      if (entry.nameEn) {
        text[length++] = gap;
        take(entry.nameEn);
      }
      all.push(entry);
    }
    return new FindIndex(all, text.slice(0, length), Uint32Array.from([...starts, length]), alphabet);
  }

  get size(): number {
    return this.#entries.length;
  }

  /**
   * The best so many, best first: those that begin with what was typed before those that hold it, streets and
   * areas before cameras, short names before long ones. Every word has to be found.
   */
  search(typed: string, limit: number): Findable[] {
    const words = typed.split(/\s+/).map(plain).filter(Boolean).slice(0, mostWords);
    if (words.length === 0) return [];
    const wanted = words.map(word => {
      const characters = [...word].slice(0, longestWord);
      return {
        tables: characters.map(character => this.#alphabet.tableOf(character)),
        code: /^\d+$/.test(word) && word.length >= leastCodeDigits ? word : null,
      };
    });
    const best: { entry: Findable; rank: number }[] = [];
    for (let i = 0; i < this.#entries.length; i += 1) {
      const rank = this.#rank(i, wanted);
      if (rank === null) continue;
      const worst = best.length < limit ? undefined : best.at(-1);
      if (worst && worst.rank <= rank) continue;
      let at = best.length;
      while (at > 0 && best[at - 1]!.rank > rank) at -= 1;
      best.splice(at, 0, { entry: this.#entries[i]!, rank });
      if (best.length > limit) best.pop();
    }
    return best.map(({ entry }) => entry);
  }

  /** Lower is better; null where a word is missing. */
  #rank(i: number, words: readonly { tables: readonly Uint8Array[]; code: string | null }[]): number | null {
    const [start, end] = [this.#starts[i]!, this.#starts[i + 1]!];
    let rank = 0;
    for (const { tables, code } of words) {
      const at = code === null ? -1 : this.#codes[i]!.indexOf(code);
      if (at !== -1) {
        rank += at === 0 ? 0 : 1000;
        continue;
      }
      const found = find(this.#text, start, end, tables);
      if (found === -1) return null;
      rank += found === start ? 0 : 1000;
    }
    if (this.#entries[i]!.kind === 'camera') rank += 300;
    return rank + Math.min(end - start, 299);
  }
}

function find(text: Uint32Array, start: number, end: number, tables: readonly Uint8Array[]): number {
  const first = tables[0]!;
  const last = end - tables.length;
  for (let at = start; at <= last; at += 1) {
    if (first[text[at]!] === 0) continue;
    let k = 1;
    while (k < tables.length && tables[k]![text[at + k]!] === 1) k += 1;
    if (k === tables.length) return at;
  }
  return -1;
}

/** The characters that occur, numbered from 1. */
class Alphabet {
  readonly #initialsOf: InitialsOf;
  readonly #numbers = new Map<string, number>();
  readonly #initials: string[] = [''];
  readonly #tables = new Map<string, Uint8Array>();

  constructor(initialsOf: InitialsOf) {
    this.#initialsOf = initialsOf;
  }

  numberOf(character: string): number {
    const known = this.#numbers.get(character);
    if (known !== undefined) return known;
    const number = this.#initials.push(this.#initialsOf(character)) - 1;
    this.#numbers.set(character, number);
    return number;
  }

  /** 1 for each character that this one stands for: itself, and those whose reading begins with it. */
  tableOf(typed: string): Uint8Array {
    const known = this.#tables.get(typed);
    if (known) return known;
    const table = Uint8Array.from(this.#initials, letters => (letters.includes(typed) ? 1 : 0));
    const own = this.#numbers.get(typed);
    if (own !== undefined) table[own] = 1;
    this.#tables.set(typed, table);
    return table;
  }
}
