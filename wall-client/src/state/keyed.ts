// Values that change many times a second for thousands of keys (thumbnails, stream figures). A listener
// hears of its own key only, so that news of one camera never draws the list of all.

export class KeyedStore<V> {
  #values = new Map<string, V>();
  #listeners = new Map<string, Set<() => void>>();

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (Object.is(this.#values.get(key), value)) return;
    this.#values.set(key, value);
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }

  /** Forgets everything; every listener is told. */
  clear(): void {
    this.#values.clear();
    for (const set of [...this.#listeners.values()]) for (const listener of [...set]) listener();
  }

  subscribe(key: string, listener: () => void): () => void {
    const set = this.#listeners.get(key) ?? new Set<() => void>();
    this.#listeners.set(key, set);
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(key);
    };
  }

  /** Keys somebody listens to; for tests of who lets go. */
  get watched(): number {
    return this.#listeners.size;
  }
}
