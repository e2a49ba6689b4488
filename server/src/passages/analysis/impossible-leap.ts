// 套牌: two passages that one vehicle cannot have made. Domain: faster than 180 km/h, or more than 10 km within
// 5 minutes (which is 120 km/h); nearer than 2 km an edge's clock is too coarse a measure.
import type { LeapRule, LeastMetres } from './ports.ts';

export const leastLeapMetres = 2_000;
export const leastLeapKmh = 120;
/** Of two passages at one moment; any number that no road has. */
const mostKmh = 99_999;

export function kmhBetween(metres: number, ms: number): number {
  return ms <= 0 ? mostKmh : Math.min(mostKmh, (metres / ms) * 3_600);
}

/** What is kept at ingest: everything an analysis may ask for, by the lowest of its bounds. */
export function impossibleLeap(leastMetres: LeastMetres): LeapRule {
  return (first, second) => {
    const metres = leastMetres(first.cameraId, second.cameraId);
    if (metres === null || metres < leastLeapMetres) return null;
    const kmh = kmhBetween(metres, second.passedMs - first.passedMs);
    return kmh > leastLeapKmh ? { metres, kmh } : null;
  };
}
