// Who has which layer of a texture array. When all are taken the one least recently needed gives way.

export class LayerPool<Key> {
  /** In order of need, the least recent first. */
  readonly #layers = new Map<Key, number>();
  readonly #free: number[] = [];
  #next = 0;

  /** The key's layer, a free one, or that of the first key that `isNeeded` denies; null when there is none. */
  take(key: Key, limit: number, isNeeded: (other: Key) => boolean): number | null {
    const layer = this.#layers.get(key) ?? this.#free.pop() ?? this.#new(limit) ?? this.#givesWay(isNeeded);
    if (layer === null) return null;
    this.#layers.delete(key);
    this.#layers.set(key, layer);
    return layer;
  }

  get(key: Key): number | null {
    return this.#layers.get(key) ?? null;
  }

  free(key: Key): void {
    const layer = this.#layers.get(key);
    if (layer === undefined) return;
    this.#layers.delete(key);
    this.#free.push(layer);
  }

  /** Layers ever used; the array has to have so many. */
  get high(): number {
    return this.#next;
  }

  clear(): void {
    this.#layers.clear();
    this.#free.length = 0;
    this.#next = 0;
  }

  #new(limit: number): number | null {
    return this.#next < limit ? this.#next++ : null;
  }

  #givesWay(isNeeded: (other: Key) => boolean): number | null {
    for (const [key, layer] of this.#layers) {
      if (isNeeded(key)) continue;
      this.#layers.delete(key);
      return layer;
    }
    return null;
  }
}
