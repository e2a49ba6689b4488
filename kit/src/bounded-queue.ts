/** A queue for live media: when it is full the oldest goes, and is counted. */
export class BoundedQueue<T> {
  readonly capacity: number;
  #items: T[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity ${capacity}`);
    this.capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    if (this.#items.length === this.capacity) {
      this.#items.shift();
      this.#dropped += 1;
    }
    this.#items.push(item);
  }

  shift(): T | undefined {
    return this.#items.shift();
  }

  clear(): void {
    this.#dropped += this.#items.length;
    this.#items.length = 0;
  }
}
