// Where a followed vehicle was at a moment: at a gate, between two of them, or nobody knows.
import { passedByCoreMs } from '@brightwall/protocol/passage';
import type { Track, TrackLeg } from '@brightwall/protocol/track';

/** What is played: one trip, or all of them. */
export interface Clip {
  readonly fromMs: number;
  readonly toMs: number;
  /** The same moment, or where the next trip begins when it lies between two. */
  skipGaps(atMs: number): number;
}

export const wholeClip = (track: Track): Clip => clipOf(track, null);

export function clipOf(track: Track, trip: number | null): Clip {
  const spans = spansOf(track).filter((_, n) => trip === null || n === trip);
  const fromMs = spans[0]?.fromMs ?? 0;
  const toMs = spans.at(-1)?.toMs ?? 0;
  return {
    fromMs,
    toMs,
    skipGaps(atMs) {
      const next = spans.find(span => atMs <= span.toMs);
      return next ? Math.max(atMs, next.fromMs) : toMs;
    },
  };
}

function spansOf({ passages, trips }: Track): { fromMs: number; toMs: number }[] {
  return trips.map(({ first, legs }) => ({
    fromMs: passedByCoreMs(passages[first]!),
    toMs: passedByCoreMs(passages[first + legs.length]!),
  }));
}

export interface TrackMoment {
  /** Of the last passage before or at the moment. */
  passage: number;
  /** What is driven now; null at a gate, at the end, and between trips. */
  leg: TrackLeg | null;
  /** Null where no camera has a place. */
  at: [lon: number, lat: number] | null;
}

/** Null before the first passage. */
export function momentOf(track: Track, atMs: number): TrackMoment | null {
  const { passages, trips } = track;
  const passage = passages.findLastIndex(one => passedByCoreMs(one) <= atMs);
  if (passage === -1) return null;
  const trip = trips.findLast(({ first }) => first <= passage);
  const leg = trip?.legs[passage - trip.first] ?? null;
  if (!leg) {
    const last = trip?.legs[passage - trip.first - 1];
    return { passage, leg: null, at: last?.line.at(-1) ?? null };
  }
  const fromMs = passedByCoreMs(passages[passage]!);
  const toMs = passedByCoreMs(passages[passage + 1]!);
  const share = toMs > fromMs ? (atMs - fromMs) / (toMs - fromMs) : 1;
  return { passage, leg, at: alongLine(leg.line, share) };
}

/** The point so far along a line (0 … 1). */
export function alongLine(
  line: readonly [lon: number, lat: number][],
  share: number,
): [lon: number, lat: number] | null {
  const first = line[0];
  if (!first) return null;
  const steps = line.slice(1).map((to, n) => {
    const [lon, lat] = line[n]!;
    // Degrees of longitude are shorter the farther from the equator.
    return Math.hypot((to[0] - lon) * Math.cos((lat * Math.PI) / 180), to[1] - lat);
  });
  let rest = share * steps.reduce((sum, step) => sum + step, 0);
  for (const [n, step] of steps.entries()) {
    if (rest <= step && step > 0) {
      const [from, to] = [line[n]!, line[n + 1]!];
      const part = rest / step;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }
    rest -= step;
  }
  return line.at(-1) ?? first;
}
