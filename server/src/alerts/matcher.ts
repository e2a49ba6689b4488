// Which entries a passage meets. Pure: entries in, entries out. Whole numbers by a map, those that allow a
// misread by a map of family keys, wildcards by one trie; conditions are looked at only where the number fits.
// `npm run bench -- watch` measures it.
import type { Passage } from '@brightwall/protocol/passage';
import { familyKey, isWithinOneMisread } from '@brightwall/protocol/plate-text';
import { meets } from './conditions.ts';
import { isWildcard } from './plate-pattern.ts';
import type { PlaceOf, WatchTerms } from './ports.ts';
import { WildcardTrie } from './wildcard-trie.ts';

export class WatchMatcher {
  readonly #placeOf: PlaceOf;
  readonly #byId = new Map<string, WatchTerms>();
  readonly #whole = new Map<string, WatchTerms[]>();
  readonly #tolerant = new Map<string, WatchTerms[]>();
  readonly #wildcards = new WildcardTrie<WatchTerms>();

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf;
  }

  get size(): number {
    return this.#byId.size;
  }

  entries(): Iterable<WatchTerms> {
    return this.#byId.values();
  }

  add(terms: WatchTerms): void {
    this.remove(terms.id);
    this.#byId.set(terms.id, terms);
    if (isWildcard(terms.plate)) this.#wildcards.add(terms.plate, terms);
    else if (terms.tolerant) push(this.#tolerant, familyKey(terms.plate), terms);
    else push(this.#whole, terms.plate, terms);
  }

  remove(id: string): void {
    const terms = this.#byId.get(id);
    if (!terms) return;
    this.#byId.delete(id);
    if (isWildcard(terms.plate)) this.#wildcards.remove(terms.plate, terms);
    else if (terms.tolerant) pull(this.#tolerant, familyKey(terms.plate), terms);
    else pull(this.#whole, terms.plate, terms);
  }

  /** Ids of the entries that this passage meets; none for one whose number was not read. */
  match(passage: Passage): string[] {
    const plate = passage.reading?.text;
    if (plate === undefined) return [];
    const met: string[] = [];
    const take = (terms: WatchTerms) => {
      if (meets(terms, passage, this.#placeOf)) met.push(terms.id);
    };
    for (const terms of this.#whole.get(plate) ?? []) take(terms);
    if (this.#tolerant.size > 0)
      for (const terms of this.#tolerant.get(familyKey(plate)) ?? [])
        if (isWithinOneMisread(terms.plate, plate)) take(terms);
    this.#wildcards.match(plate, take);
    return met;
  }
}

function push(map: Map<string, WatchTerms[]>, key: string, terms: WatchTerms): void {
  const there = map.get(key);
  if (there) there.push(terms);
  else map.set(key, [terms]);
}

function pull(map: Map<string, WatchTerms[]>, key: string, terms: WatchTerms): void {
  const left = (map.get(key) ?? []).filter(other => other !== terms);
  if (left.length > 0) map.set(key, left);
  else map.delete(key);
}
