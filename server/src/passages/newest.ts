// The newest passages of all cameras, by when they passed; what the walls' strip begins with.
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';

export class NewestPassages {
  readonly #limit: number;
  /** Newest first. */
  #passages: Passage[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when it is older than all that are kept. */
  add(passage: Passage): boolean {
    const atMs = passedByCoreMs(passage);
    // Nearly always the very newest: the search ends at once.
    const before = this.#passages.findIndex(other => passedByCoreMs(other) <= atMs);
    const at = before < 0 ? this.#passages.length : before;
    if (at >= this.#limit) return false;
    this.#passages.splice(at, 0, passage);
    if (this.#passages.length > this.#limit) this.#passages.pop();
    return true;
  }

  /** Newest first. */
  all(): Passage[] {
    return [...this.#passages];
  }
}
