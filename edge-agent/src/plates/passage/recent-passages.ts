// The same vehicle must not pass twice because its track broke: what was sent a moment ago is compared with what
// is about to be, by number, time and place.

import { textDistance } from '../track/text-distance.ts';
import type { Track } from '../track/track.ts';
import { widthsApart } from '../track/tracker.ts';

/** A vehicle that turns back and passes again takes longer than this. */
const withinMs = 5000;
/** A track that begins this near to where another must be by then, before it was gone for long, is the same. */
const nearWidths = 3;
const nearWithinMs = 3000;

export class RecentPassages {
  #recent: Track[] = [];

  /** True when `track` is of a vehicle whose passage was made a moment ago. */
  isDouble(track: Track): boolean {
    this.#recent = this.#recent.filter(other => track.firstMs - other.lastMs < withinMs);
    return this.#recent.some(other => sameVehicle(other, track));
  }

  note(track: Track): void {
    this.#recent.push(track);
    if (this.#recent.length > 64) this.#recent.shift();
  }
}

function sameVehicle(before: Track, after: Track): boolean {
  const gapMs = after.firstMs - before.lastMs;
  if (gapMs >= withinMs) return false;
  if (before.elected && after.elected) {
    const distance = textDistance(before.elected.text, after.elected.text);
    // Two tracks at the same time are two vehicles, unless both carry the very same number.
    return gapMs < 0 ? distance === 0 : distance <= 1;
  }
  if (gapMs < 0 || gapMs > nearWithinMs) return false;
  const predicted = before.motion.predict(after.firstMs);
  return widthsApart(predicted, after.first) <= nearWidths;
}
