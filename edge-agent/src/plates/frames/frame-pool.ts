// Buffers of decoded pictures, used again: of 1.4 MB each and eight a second, they would keep the garbage collector
// busier than the nets. A frame that is not given back is only collected, as any other.

/** Held by whoever still needs the picture; the last to release it gives its buffer back. */
export interface Lease {
  hold(): void;
  release(): void;
}

const mostSpare = 4;

export class FramePool {
  #bytes: number;
  #spare: Uint8Array[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  get spare(): number {
    return this.#spare.length;
  }

  take(): Uint8Array {
    return this.#spare.pop() ?? new Uint8Array(this.#bytes);
  }

  give(data: Uint8Array): void {
    if (this.#spare.length < mostSpare) this.#spare.push(data);
  }

  /** With one holder: whoever asks for it. */
  lease(data: Uint8Array): Lease {
    let holders = 1;
    return {
      hold: () => {
        holders += 1;
      },
      release: () => {
        holders -= 1;
        if (holders === 0) this.give(data);
      },
    };
  }
}
