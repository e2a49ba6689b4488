// Plane geometry of selections, in metres.
import type { Xy } from '@brightwall/kit/roads/plane';

export {
  extentOf,
  isInside,
  lengthOf,
  type OnSegment,
  toSegment,
  type Xy,
} from '@brightwall/kit/roads/plane';

/** Area of a ring given open, m². */
export function areaOf(ring: readonly Xy[]): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[j] as Xy, ring[i] as Xy];
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(twice) / 2;
}

/** A circle as a ring of so many corners, open. */
export function circleRing([x, y]: Xy, radiusM: number, corners = 72): Xy[] {
  return Array.from({ length: corners }, (_, i): Xy => {
    const angle = (i / corners) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusM, y + Math.sin(angle) * radiusM];
  });
}

/**
 * The outline of everything within a distance of a line: each side moved out, round at the ends. At sharp bends
 * the outline crosses itself on the inside, where a filled shape shows it least.
 */
export function bufferRing(line: readonly Xy[], distanceM: number): Xy[] {
  const path = line.filter(
    (point, i) => i === 0 || Math.hypot(point[0] - line[i - 1]![0], point[1] - line[i - 1]![1]) > 0.01,
  );
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return [];
  if (path.length === 1) return circleRing(first, distanceM);
  const out = (at: Xy, angle: number): Xy => [
    at[0] + Math.cos(angle) * distanceM,
    at[1] + Math.sin(angle) * distanceM,
  ];
  const arc = (at: Xy, from: number, by: number): Xy[] => {
    const steps = Math.max(1, Math.ceil(Math.abs(by) / 0.3));
    return Array.from({ length: steps + 1 }, (_, i) => out(at, from + (by * i) / steps));
  };
  const side = (points: readonly Xy[]): Xy[] =>
    points.flatMap((point, i): Xy[] => {
      if (i === 0) return [];
      const before = points[i - 1] as Xy;
      // Left of the way; the next segment's left is joined by an arc where the way turns right.
      const left = Math.atan2(point[1] - before[1], point[0] - before[0]) + Math.PI / 2;
      const next = points[i + 1];
      if (!next) return [out(before, left), ...arc(point, left, -Math.PI)];
      const nextLeft = Math.atan2(next[1] - point[1], next[0] - point[0]) + Math.PI / 2;
      const turn = ((nextLeft - left + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
      return [out(before, left), ...arc(point, left, Math.min(turn, 0))];
    });
  return [...side(path), ...side([...path].reverse())];
}
