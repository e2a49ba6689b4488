/** The part of the pictures due in the last seconds that were left out. */
const memoryMs = 10_000;

export class SkipMeter {
  #part = 0;
  #lastMs: number | null = null;

  get part(): number {
    return Math.round(this.#part * 100) / 100;
  }

  handleRead(atMs: number): void {
    this.#note(0, atMs);
  }

  handleSkipped(atMs: number): void {
    this.#note(1, atMs);
  }

  #note(value: 0 | 1, atMs: number): void {
    const sinceMs = this.#lastMs === null ? memoryMs : Math.max(40, atMs - this.#lastMs);
    this.#lastMs = atMs;
    this.#part += (value - this.#part) * Math.min(1, sinceMs / memoryMs);
  }
}
