// 视频接力: a way through the city as a row of cameras. The windows show a few of them, the one being passed and
// those to come, and move along.
import type { CameraGrid } from '../select/camera-grid.ts';
import type { Xy } from '../select/plane.ts';
import { alongRoute } from '../select/selection.ts';
import { turnBetween } from './next-roads.ts';

export interface RelayStop {
  cameraId: string;
  /** Along the way. */
  alongM: number;
  /** From the way. */
  distanceM: number;
  /** How the camera sees what passes: against it (the front), from behind (the tail), or across. */
  sees: 'front' | 'tail' | 'side' | 'unknown';
}

/** At one crossing two cameras look the same way; the nearer one is enough. */
const sameSpotM = 20;

/**
 * The cameras beside a way in its order. Of cameras at one spot that see the same side of what passes one is
 * kept, the nearest to the way.
 */
export function relayStops(grid: CameraGrid, line: readonly Xy[], bufferM: number): RelayStop[] {
  const headings = new Map<string, number | null>();
  for (const { id, headingDeg } of grid.near(extentAround(line, bufferM))) headings.set(id, headingDeg);
  const stops: RelayStop[] = [];
  for (const { id, alongM, distanceM } of alongRoute(grid, line, bufferM)) {
    const along = alongM ?? 0;
    const stop: RelayStop = {
      cameraId: id,
      alongM: along,
      distanceM,
      sees: seen(headings.get(id) ?? null, headingAt(line, along)),
    };
    const same = stops.findLastIndex(
      other => along - other.alongM < sameSpotM && other.sees === stop.sees && stop.sees !== 'unknown',
    );
    if (same === -1) stops.push(stop);
    else if (stops[same]!.distanceM > distanceM) stops[same] = stop;
  }
  return stops.sort((a, b) => a.alongM - b.alongM);
}

function extentAround(line: readonly Xy[], marginM: number): readonly [number, number, number, number] {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  return [
    Math.min(...xs) - marginM,
    Math.min(...ys) - marginM,
    Math.max(...xs) + marginM,
    Math.max(...ys) + marginM,
  ];
}

function seen(cameraDeg: number | null, wayDeg: number): RelayStop['sees'] {
  if (cameraDeg === null) return 'unknown';
  const turn = turnBetween(cameraDeg, wayDeg);
  if (turn > 120) return 'front';
  return turn < 60 ? 'tail' : 'side';
}

/** Heading of a line so many metres along it. */
export function headingAt(line: readonly Xy[], alongM: number): number {
  let walkedM = 0;
  let heading = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length === 0) continue;
    heading = ((Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI + 360) % 360;
    walkedM += length;
    if (walkedM >= alongM) break;
  }
  return heading;
}

/** The cameras shown when the n-th is passed: it, and those that come; at the end the last ones. */
export function relayWindows(stops: readonly RelayStop[], n: number, count: number): string[] {
  const first = Math.max(0, Math.min(n, stops.length - count));
  return stops.slice(first, first + count).map(({ cameraId }) => cameraId);
}
