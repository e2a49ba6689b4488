// Units in, what a source buffer takes out. A unit's duration is known when the next one comes, so one is held back.
import type { FeedUnit } from '@brightwall/protocol/map-feed';
import { takeApart } from './annex-b.ts';
import { fragment, initSegment, type Sample } from './fmp4.ts';

/** Longer than this between two units: the stream stood still, not the picture. */
const maxDurationMs = 1000;

export class Segmenter {
  readonly #size: { width: number; height: number };
  #began = false;
  #firstMs = 0;
  #held: Omit<Sample, 'durationMs'> | null = null;
  #sequence = 0;

  constructor(size: { width: number; height: number }) {
    this.#size = size;
  }

  /** Nothing comes out before a key frame with its parameter sets. */
  add(unit: FeedUnit): Uint8Array[] {
    const { sample, sps, pps } = takeApart(unit.data);
    const out: Uint8Array[] = [];
    if (!this.#began) {
      if (!unit.key || !sps || !pps) return out;
      this.#began = true;
      this.#firstMs = unit.timeMs;
      out.push(initSegment({ ...this.#size, sps, pps }));
    }
    const timeMs = Math.max(0, Math.round(unit.timeMs - this.#firstMs));
    const held = this.#held;
    if (held) {
      const durationMs = Math.min(maxDurationMs, Math.max(1, timeMs - held.timeMs));
      this.#sequence += 1;
      out.push(fragment(this.#sequence, { ...held, durationMs }));
    }
    this.#held = { data: sample, key: unit.key, timeMs };
    return out;
  }
}
