// RTP tells when a picture is shown; a file also needs when it is decoded. Where the stream has B frames the
// two differ: the n-th picture in decoding order is decoded at the n-th smallest time of showing, which is
// known once as many pictures more have come as the stream reorders.

export interface Timed<T> {
  readonly item: T;
  /** Unwrapped media time in 1/90000 s. */
  readonly presentation: number;
  readonly decode: number;
}

export class DecodeOrder<T> {
  #depth: number;
  #waiting: { item: T; presentation: number }[] = [];
  #times: number[] = [];
  #last = Number.NEGATIVE_INFINITY;

  /** `depth`: pictures that may precede another in decoding and follow it in showing; 0 passes straight through. */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /**
   * The stream turned out to reorder. Pictures that have gone through keep their times; the few decoded
   * after them are shown before, and so follow in the shortest steps until decoding has caught up.
   */
  deepen(depth: number): void {
    this.#depth = Math.max(this.#depth, depth);
  }

  /** Takes the next picture in decoding order; gives one that is ready, if any. */
  push(item: T, presentation: number): Timed<T> | null {
    this.#waiting.push({ item, presentation });
    const at = this.#times.findIndex(time => time > presentation);
    if (at < 0) this.#times.push(presentation);
    else this.#times.splice(at, 0, presentation);
    if (this.#waiting.length <= this.#depth) return null;
    const ready = this.#waiting.shift()!;
    // Cameras repeat or turn back a time now and then; decoding times must rise.
    const decode = Math.max(this.#times.shift()!, this.#last + 1);
    this.#last = decode;
    return { ...ready, decode };
  }
}
