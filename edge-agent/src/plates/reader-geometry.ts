// A plate found in a part of the picture, at another scale, as a plate of the whole picture.
import type { Corners, FoundPlate } from './reader/types.ts';

export interface Offset {
  /** px of the whole picture. */
  readonly left: number;
  readonly top: number;
  /** px of the whole picture for each of the part. */
  readonly scale: number;
}

export function moved(plate: FoundPlate, { left, top, scale }: Offset): FoundPlate {
  const [x0, y0, x1, y1] = plate.box;
  return {
    ...plate,
    box: [x0 * scale + left, y0 * scale + top, x1 * scale + left, y1 * scale + top],
    corners: plate.corners.map(([x, y]) => [x * scale + left, y * scale + top]) as unknown as Corners,
    widthPx: plate.widthPx * scale,
  };
}
