// A few at a time, a few in line, the rest refused.
import { AppError } from '@brightwall/protocol/errors';

export class Turns {
  readonly #atOnce: number;
  readonly #inLine: number;
  #running = 0;
  #waiting: (() => void)[] = [];

  constructor(atOnce: number, inLine: number) {
    this.#atOnce = atOnce;
    this.#inLine = inLine;
  }

  /** Runs `work` when it is its turn; throws overloaded when the line is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#inLine) throw new AppError('overloaded');
      // Whoever ends hands its place on: `running` stays as it is.
      await new Promise<void>(turn => this.#waiting.push(turn));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
