// Something moved through the picture and showed no plate: told by episodes of motion in which no plate was seen.
/** Shorter or smaller is no vehicle. */
const leastMs = 600;
const leastArea = 0.012;
const endsAfterMs = 1200;

export class MotionEpisodes {
  #startMs: number | null = null;
  #lastMs = 0;
  #largest = 0;
  #plateMs = Number.NEGATIVE_INFINITY;

  handlePlate(atMs: number): void {
    this.#plateMs = atMs;
  }

  /**
   * `area`: part of the picture that moved near enough. True when an episode without a plate has just ended. Small
   * and large pictures tell by turns; what was taken a little earlier may come a little later.
   */
  handleMotion(area: number, atMs: number): boolean {
    const ended = this.#startMs !== null && atMs - this.#lastMs > endsAfterMs;
    let without = false;
    if (ended) {
      const long = this.#lastMs - this.#startMs! >= leastMs && this.#largest >= leastArea;
      without = long && this.#plateMs < this.#startMs! - endsAfterMs;
      this.#startMs = null;
      this.#largest = 0;
    }
    if (area > 0) {
      this.#startMs ??= atMs;
      this.#lastMs = Math.max(this.#lastMs, atMs);
      this.#largest = Math.max(this.#largest, area);
    }
    return without;
  }
}
