// Which of a camera's two streams plates are read from, learned from the vehicles that pass: the watched one is the
// smaller, costs a quarter, and is enough where plates are wide on it. What is wide enough to change over is more than
// what is too narrow to stay, so that a street on the edge does not go to and fro.
import { smallWidthPx, wantedWidthPx } from './stats/recent-vehicles.ts';

export type StreamRole = 'watch' | 'read';

/** Vehicles it goes by, and how many there must be of them first. */
const kept = 60;
const enough = 20;
/** So many of them may be narrower: a far lane, a plate cut off by the picture's edge. */
const narrowerPart = 0.2;

export class StreamChoice {
  /** px; 0: no picture yet. */
  #pictureWidths = { watch: 0, read: 0 };
  /** Of plates, in px of the watched stream. */
  #widths: number[] = [];
  #reads: StreamRole = 'read';
  #wanted: StreamRole = 'read';

  /** The one that plates are read from now. */
  get reads(): StreamRole {
    return this.#reads;
  }

  /** The one that they shall be read from. */
  get wanted(): StreamRole {
    return this.#wanted;
  }

  /** Pictures of the larger stream are used, or will be. */
  get needsRead(): boolean {
    return this.#reads === 'read' || this.#wanted === 'read';
  }

  handleStream(role: StreamRole, widthPx: number): void {
    this.#pictureWidths[role] = widthPx;
  }

  /** A vehicle passed; `widthPx`: of its plate where it was widest, in px of the stream that is read. */
  handleVehicle(widthPx: number): void {
    const { watch, read } = this.#pictureWidths;
    // A camera's only stream comes as both.
    if (watch === 0 || read <= watch) return;
    this.#widths.push(this.#reads === 'read' ? (widthPx * watch) / read : widthPx);
    if (this.#widths.length > kept) this.#widths.shift();
    if (this.#widths.length < enough) return;
    const sorted = [...this.#widths].sort((a, b) => a - b);
    const narrow = sorted[Math.floor(sorted.length * narrowerPart)]!;
    if (this.#wanted === 'read' && narrow >= wantedWidthPx) this.#wanted = 'watch';
    else if (this.#wanted === 'watch' && narrow < smallWidthPx) this.#wanted = 'read';
  }

  /** From now on the wanted one is read. Answers how many of its pixels one of the other's is. */
  changeOver(): number {
    const before = this.#pictureWidths[this.#reads];
    this.#reads = this.#wanted;
    return this.#pictureWidths[this.#reads] / before;
  }
}
