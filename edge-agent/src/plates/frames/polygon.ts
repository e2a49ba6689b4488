// What people draw on a camera's picture: the region plates are looked for in, lanes, privacy masks.
import type { Point } from '@brightwall/protocol/passage';
import type { Polygon } from '@brightwall/protocol/plate-setup';
import type { Box, Picture } from '../reader/types.ts';

/** Even-odd rule; both in parts of the picture. */
export function inside(polygon: Polygon, [x, y]: Point): boolean {
  let odd = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!;
    const [xj, yj] = polygon[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

/**
 * Blackens the masks in a part of the camera's picture. `part`: where the picture lies in the camera's whole one,
 * in parts of it. Every pixel the mask touches is blackened, not only those whose middle it covers.
 */
export function blacken(picture: Picture, masks: readonly Polygon[], part: Box = [0, 0, 1, 1]): void {
  const { rgb, widthPx, heightPx } = picture;
  for (const mask of masks) {
    const points = mask.map(([x, y]): [number, number] => [
      ((x - part[0]) / (part[2] - part[0])) * widthPx,
      ((y - part[1]) / (part[3] - part[1])) * heightPx,
    ]);
    for (let row = 0; row < heightPx; row++) {
      // Three lines a row: a mask's edge that cuts through the row still blackens it.
      for (const line of [row + 0.02, row + 0.5, row + 0.98]) {
        const crossings = crossingsAt(points, line);
        for (let i = 0; i + 1 < crossings.length; i += 2) {
          const from = Math.max(0, Math.floor(crossings[i]!));
          const until = Math.min(widthPx, Math.ceil(crossings[i + 1]!));
          if (until > from) rgb.fill(0, (row * widthPx + from) * 3, (row * widthPx + until) * 3);
        }
      }
    }
  }
}

function crossingsAt(points: readonly (readonly [number, number])[], y: number): number[] {
  const xs: number[] = [];
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [xi, yi] = points[i]!;
    const [xj, yj] = points[j]!;
    if (yi > y !== yj > y) xs.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
  }
  return xs.sort((a, b) => a - b);
}
