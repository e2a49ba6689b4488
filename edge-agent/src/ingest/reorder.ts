// UDP may deliver packets out of order. A small window puts them right; a hole older than the window is a loss.
import { sequenceDifference } from '../media/rtp.ts';

/** Packets waited for at most: 32 of 1400 bytes are about 90 ms of a 4 Mbit/s stream. */
const window = 32;

export class ReorderBuffer {
  lost = 0;
  #next = -1;
  #waiting = new Map<number, Uint8Array>();
  #deliver: (packet: Uint8Array) => void;

  constructor(deliver: (packet: Uint8Array) => void) {
    this.#deliver = deliver;
  }

  /** Takes a packet of its own bytes; hands on all that are in order now. Old and double packets are dropped. */
  handlePacket(packet: Uint8Array): void {
    if (packet.length < 12) return;
    const sequence = (packet[2]! << 8) | packet[3]!;
    if (this.#next < 0) this.#next = sequence;
    const ahead = sequenceDifference(sequence, this.#next);
    // A jump of thousands is a camera that began anew, not a late packet.
    if (ahead < -1000 || ahead > 1000) {
      this.#waiting.clear();
      this.#next = sequence;
    } else if (ahead < 0) return;
    this.#waiting.set(sequence, packet);
    this.#drain();
    while (this.#waiting.size >= window) {
      this.lost += 1;
      this.#next = (this.#next + 1) & 0xffff;
      this.#drain();
    }
  }

  #drain(): void {
    for (;;) {
      const packet = this.#waiting.get(this.#next);
      if (!packet) return;
      this.#waiting.delete(this.#next);
      this.#next = (this.#next + 1) & 0xffff;
      this.#deliver(packet);
    }
  }
}
