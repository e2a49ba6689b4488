// Numbers with wildcards, all of them walked at once: entries that begin alike share their nodes, so that a
// number costs as much as there are beginnings that fit it, however many entries there are.

interface Node<T> {
  /** A character, or `?`. */
  readonly next: Map<string, Node<T>>;
  /** After `*`: it is there with every character again. */
  star: Node<T> | null;
  readonly isStar: boolean;
  readonly ends: Set<T>;
}

const node = <T>(isStar: boolean): Node<T> => ({ next: new Map(), star: null, isStar, ends: new Set() });

export class WildcardTrie<T> {
  readonly #root = node<T>(false);

  add(pattern: string, value: T): void {
    let at = this.#root;
    for (const character of pattern) at = character === '*' ? starOf(at) : childOf(at, character);
    at.ends.add(value);
  }

  remove(pattern: string, value: T): void {
    removeFrom(this.#root, [...pattern], 0, value);
  }

  /** Calls `found` once for each value whose pattern fits the whole of `plate`. */
  match(plate: string, found: (value: T) => void): void {
    let live = new Set<Node<T>>();
    enter(this.#root, live);
    for (const character of plate) {
      const after = new Set<Node<T>>();
      for (const at of live) {
        const exact = at.next.get(character);
        if (exact) enter(exact, after);
        const any = at.next.get('?');
        if (any) enter(any, after);
        if (at.isStar) enter(at, after);
      }
      if (after.size === 0) return;
      live = after;
    }
    for (const at of live) for (const value of at.ends) found(value);
  }
}

/** A star stands for nothing as well: whoever is before it is in it. */
function enter<T>(at: Node<T>, live: Set<Node<T>>): void {
  live.add(at);
  if (at.star) live.add(at.star);
}

function starOf<T>(at: Node<T>): Node<T> {
  at.star ??= node<T>(true);
  return at.star;
}

function childOf<T>(at: Node<T>, character: string): Node<T> {
  const known = at.next.get(character);
  if (known) return known;
  const made = node<T>(false);
  at.next.set(character, made);
  return made;
}

/** Takes nodes away that lead nowhere any more; true where `at` is one. */
function removeFrom<T>(at: Node<T>, pattern: readonly string[], from: number, value: T): boolean {
  const character = pattern[from];
  if (character === undefined) at.ends.delete(value);
  else {
    const child = character === '*' ? at.star : at.next.get(character);
    if (child && removeFrom(child, pattern, from + 1, value)) {
      if (character === '*') at.star = null;
      else at.next.delete(character);
    }
  }
  return at.ends.size === 0 && at.next.size === 0 && at.star === null;
}
