// Numbers with wildcards, all of them walked at once: entries that begin alike share their nodes, so that a
// number costs as much as there are beginnings that fit it, however many entries there are.

interface Node<T> {
  /** A character, or `?`. */
  readonly next: Map<string, Node<T>>;
  /** After `*`: it is there with every character again. */
  star: Node<T> | null;
  readonly isStar: boolean;
  readonly ends: Set<T>;
  /** The step of a walk that came here last: a star leads to one node by many ways, and it counts once. */
  step: number;
}

function node<T>(isStar: boolean): Node<T> {
  return { next: new Map(), star: null, isStar, ends: new Set(), step: 0 };
}

export class WildcardTrie<T> {
  readonly #root = node<T>(false);
  /** Where a walk is, and where it goes next; kept, so that a walk makes no garbage. */
  readonly #live: Node<T>[] = [];
  readonly #after: Node<T>[] = [];
  #step = 0;

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
    let live = this.#live;
    let after = this.#after;
    live.length = 0;
    this.#step += 1;
    enter(this.#root, live, this.#step);
    for (const character of plate) {
      after.length = 0;
      this.#step += 1;
      for (const at of live) {
        const exact = at.next.get(character);
        if (exact) enter(exact, after, this.#step);
        const any = at.next.get('?');
        if (any) enter(any, after, this.#step);
        if (at.isStar) enter(at, after, this.#step);
      }
      if (after.length === 0) return;
      [live, after] = [after, live];
    }
    for (const at of live) for (const value of at.ends) found(value);
  }
}

/** A star stands for nothing as well: whoever is before it is in it. */
function enter<T>(at: Node<T>, live: Node<T>[], step: number): void {
  if (at.step !== step) {
    at.step = step;
    live.push(at);
  }
  if (at.star && at.star.step !== step) {
    at.star.step = step;
    live.push(at.star);
  }
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
