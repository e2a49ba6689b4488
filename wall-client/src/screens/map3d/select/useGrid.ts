// The grid of the cameras on the map, made when something is first asked of it and kept while only states change:
// what goes offline stands where it stood.
import { useMemo, useRef } from 'react';
import type { LocalFrame } from '../geo.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { CameraGrid } from './camera-grid.ts';

/** Null while nothing is asked (`isWanted`). */
export function useGrid(
  placed: readonly PlacedCamera[],
  frame: LocalFrame,
  isWanted: boolean,
): CameraGrid | null {
  const kept = useRef<{ placed: readonly PlacedCamera[]; grid: CameraGrid } | null>(null);
  return useMemo(() => {
    if (!isWanted) return kept.current?.placed === placed ? kept.current.grid : null;
    if (!kept.current || !standTheSame(kept.current.placed, placed))
      kept.current = { placed, grid: new CameraGrid(placed, frame) };
    return kept.current.grid;
  }, [placed, frame, isWanted]);
}

/** The same cameras at the same places in the same order; a camera whose state changed keeps its place's object. */
export const standTheSame = (a: readonly PlacedCamera[], b: readonly PlacedCamera[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((one, i) => {
      const other = b[i] as PlacedCamera;
      return one.camera.id === other.camera.id && one.camera.place === other.camera.place;
    }));
