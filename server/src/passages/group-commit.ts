// Many small writes as few large ones: whatever arrives while writes run goes with the next. At low
// load each goes at once and alone, at high load a write carries hundreds; there is nothing to tune.

/** One is made ready while the other is committed: on two cores a third more is stored (npm run bench -- tracks). */
const writesAtOnce = 2;

interface Waiting<T, R> {
  readonly item: T;
  readonly done: (result: R) => void;
  readonly fail: (error: unknown) => void;
}

export class GroupCommit<T, R> {
  readonly #write: (items: readonly T[]) => Promise<readonly (R | Error)[]>;
  readonly #maxGroup: number;
  readonly #waiting: Waiting<T, R>[] = [];
  #running = 0;

  /** `write` gives a result for each item, in their order, or the error of that one; it throws when all have failed. */
  constructor(maxGroup: number, write: (items: readonly T[]) => Promise<readonly (R | Error)[]>) {
    this.#maxGroup = maxGroup;
    this.#write = write;
  }

  /** Resolves when the item is written. */
  add(item: T): Promise<R> {
    return new Promise((done, fail) => {
      this.#waiting.push({ item, done, fail });
      if (this.#running < writesAtOnce) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    // A turn of the loop later, so that what one read of the sockets brought goes together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#maxGroup);
      try {
        const results = await this.#write(group.map(({ item }) => item));
        for (const [n, { done, fail }] of group.entries()) {
          const result = results[n]!;
          if (result instanceof Error) fail(result);
          else done(result);
        }
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    this.#running -= 1;
  }
}
