// The smallest key first.
export class Heap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  push(value: number, key: number): void {
    let at = this.#keys.push(key) - 1;
    this.#values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#keys[parent] as number) <= key) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): { value: number; key: number } | undefined {
    const [key, value] = [this.#keys[0], this.#values[0]];
    if (key === undefined || value === undefined) return undefined;
    const last = this.#keys.length - 1;
    this.#swap(0, last);
    this.#keys.pop();
    this.#values.pop();
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < last && (this.#keys[left] as number) < (this.#keys[least] as number)) least = left;
      if (right < last && (this.#keys[right] as number) < (this.#keys[least] as number)) least = right;
      if (least === at) break;
      this.#swap(at, least);
      at = least;
    }
    return { value, key };
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#keys, this.#values])
      [list[a], list[b]] = [list[b] as number, list[a] as number];
  }
}
