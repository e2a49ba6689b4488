// What a person marked on the map, and the cameras in it.
import type { LocalFrame, LonLat } from '../geo.ts';
import type { CameraGrid, GridCamera } from './camera-grid.ts';
import { extentOf, isInside, toSegment, type Xy } from './plane.ts';

export type Selection =
  /** Four corners, in order around it; its sides lie as the map was turned when it was drawn. */
  | { kind: 'box'; ring: readonly LonLat[] }
  | { kind: 'circle'; centre: LonLat; radiusM: number }
  | { kind: 'polygon'; ring: readonly LonLat[] }
  | { kind: 'route'; line: readonly LonLat[]; bufferM: number };

export type SelectionKind = Selection['kind'];

export const selectionKinds = ['box', 'circle', 'polygon', 'route'] as const satisfies SelectionKind[];

export interface Selected {
  id: string;
  /** From the middle of what was marked; of a route, from the road. */
  distanceM: number;
  /** Of a route: how far along it. */
  alongM: number | null;
}

/** Beyond this a list is of no use and its pictures are of none. */
export const widestM = 5000;
export const narrowestM = 10;

export const clampMetres = (metres: number): number =>
  Number.isFinite(metres) ? Math.min(widestM, Math.max(narrowestM, Math.round(metres))) : narrowestM;

/** The cameras in what was marked: along a route in its order, else the nearest to the middle first. */
export function selectCameras(grid: CameraGrid, selection: Selection): Selected[] {
  if (selection.kind === 'route')
    return alongRoute(grid, selection.line.map(local(grid.frame)), selection.bufferM);
  const { middle, ring, holds } = areaOf(grid.frame, selection);
  const found: Selected[] = [];
  for (const { id, x, y } of grid.near(extentOf(ring)))
    if (holds(x, y)) found.push({ id, distanceM: Math.hypot(x - middle[0], y - middle[1]), alongM: null });
  return found.sort((a, b) => a.distanceM - b.distanceM);
}

interface Area {
  middle: Xy;
  /** Around all of it. */
  ring: Xy[];
  holds: (x: number, y: number) => boolean;
}

const local =
  (frame: LocalFrame) =>
  (at: LonLat): Xy =>
    frame.toLocal(at);

function areaOf(frame: LocalFrame, selection: Exclude<Selection, { kind: 'route' }>): Area {
  if (selection.kind === 'circle') {
    const [cx, cy] = frame.toLocal(selection.centre);
    const r = selection.radiusM;
    return {
      middle: [cx, cy],
      ring: [
        [cx - r, cy - r],
        [cx + r, cy + r],
      ],
      holds: (x, y) => Math.hypot(x - cx, y - cy) <= r,
    };
  }
  const ring = selection.ring.map(local(frame));
  const [x0, y0, x1, y1] = extentOf(ring);
  return {
    middle: [(x0 + x1) / 2, (y0 + y1) / 2],
    ring,
    holds: (x, y) => isInside(ring, x, y),
  };
}

/** A camera near two stretches of the route is listed where it is nearest. */
export function alongRoute(grid: CameraGrid, line: readonly Xy[], bufferM: number): Selected[] {
  const best = new Map<string, Selected>();
  let walkedM = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Xy, line[i] as Xy];
    for (const camera of grid.near(extentOf([a, b], bufferM))) note(best, camera, a, b, walkedM, bufferM);
    walkedM += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return [...best.values()].sort((p, q) => (p.alongM ?? 0) - (q.alongM ?? 0) || p.distanceM - q.distanceM);
}

function note(
  best: Map<string, Selected>,
  { id, x, y }: GridCamera,
  a: Xy,
  b: Xy,
  walkedM: number,
  bufferM: number,
): void {
  const { distanceM, alongM } = toSegment(x, y, a, b);
  const before = best.get(id);
  if (distanceM > bufferM || (before && before.distanceM <= distanceM)) return;
  best.set(id, { id, distanceM, alongM: walkedM + alongM });
}
