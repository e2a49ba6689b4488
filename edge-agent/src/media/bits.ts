/** Reads bits and exp-Golomb codes of a NAL unit (H.264 §7.2, §9.1), emulation prevention taken out as it goes. Past the end it throws. */
export class BitReader {
  #data: Uint8Array;
  #at: number;
  #bit = 0;
  #zeros = 0;

  constructor(nal: Uint8Array, start: number) {
    this.#data = nal;
    this.#at = start;
  }

  bit(): number {
    if (this.#bit === 0 && this.#zeros >= 2 && this.#data[this.#at] === 3) {
      this.#at += 1;
      this.#zeros = 0;
    }
    const byte = this.#data[this.#at];
    if (byte === undefined) throw new RangeError('the NAL unit ends early');
    const value = (byte >> (7 - this.#bit)) & 1;
    if (this.#bit === 7) {
      this.#bit = 0;
      this.#at += 1;
      this.#zeros = byte === 0 ? this.#zeros + 1 : 0;
    } else this.#bit += 1;
    return value;
  }

  /** Up to 32 bits, unsigned. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.bit();
  }

  ue(): number {
    let zeros = 0;
    while (this.bit() === 0) if (++zeros > 31) throw new RangeError('exp-Golomb code too long');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  se(): number {
    const code = this.ue();
    return code & 1 ? (code + 1) / 2 : -code / 2;
  }
}
