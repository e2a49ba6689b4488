// From the detector's two grids to plates in px of the picture: cells over the threshold, the best of those that
// overlap, corners checked.
import type { PlateColour } from '@brightwall/protocol/plate';
import { boxArea, boxCorners, overlap, plateAngle, plateWidth, plausibleCorners } from './geometry.ts';
import type { Fit } from './scale.ts';
import type { Box, Corners, FoundPlate, Picture, Pt } from './types.ts';

export interface Level {
  /** [19, rows, columns], channels as in models/plate-detector/io.json. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Net px to a cell. */
  readonly stride: number;
}

export const detectorChannels = 19;
const colours: readonly PlateColour[] = ['blue', 'yellow', 'green', 'white', 'black'];
/** A plate is one of few in a picture: more cells than this are a net gone wrong, and the rest is not looked at. */
const maxCells = 400;
export const maxPlates = 64;
const sameThing = 0.4;

export function decodeLevels(
  levels: readonly Level[],
  fit: Fit,
  picture: Pick<Picture, 'widthPx' | 'heightPx'>,
  threshold: number,
): FoundPlate[] {
  const cells: { level: Level; cell: number; score: number }[] = [];
  for (const level of levels) {
    const size = level.rows * level.columns;
    for (let cell = 0; cell < size; cell++) {
      const score = level.data[cell]!;
      // NaN is not over any threshold.
      if (score >= threshold && score <= 1.001) cells.push({ level, cell, score: Math.min(1, score) });
    }
  }
  cells.sort((a, b) => b.score - a.score);
  const plates = cells
    .slice(0, maxCells)
    .flatMap(({ level, cell, score }) => plateAt(level, cell, score, fit, picture) ?? []);
  return bestOfOverlapping(plates).slice(0, maxPlates);
}

/** Greedy non-maximum suppression; what lies almost wholly inside a better one goes too. */
export function bestOfOverlapping(plates: readonly FoundPlate[]): FoundPlate[] {
  const kept: FoundPlate[] = [];
  for (const plate of [...plates].sort((a, b) => b.score - a.score)) {
    if (!kept.some(other => overlap(other.box, plate.box) > sameThing || inside(other.box, plate.box)))
      kept.push(plate);
  }
  return kept;
}

function inside(a: Box, b: Box): boolean {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 && width * height > 0.8 * Math.min(boxArea(a), boxArea(b));
}

function plateAt(
  { data, rows, columns, stride }: Level,
  cell: number,
  score: number,
  fit: Fit,
  picture: Pick<Picture, 'widthPx' | 'heightPx'>,
): FoundPlate | null {
  const size = rows * columns;
  const value = (channel: number) => data[channel * size + cell]!;
  const centreX = (cell % columns) + 0.5;
  const centreY = Math.floor(cell / columns) + 0.5;
  const x = (cells: number) => (centreX + cells) * stride * fit.scale + fit.offsetX;
  const y = (cells: number) => (centreY + cells) * stride * fit.scale + fit.offsetY;
  const box: Box = [
    Math.max(0, x(-value(1))),
    Math.max(0, y(-value(2))),
    Math.min(picture.widthPx, x(value(3))),
    Math.min(picture.heightPx, y(value(4))),
  ];
  if (!box.every(Number.isFinite) || box[2] - box[0] < 4 || box[3] - box[1] < 2) return null;
  const corner = (n: number): Pt => [x(value(5 + n * 2)), y(value(6 + n * 2))];
  const seen: Corners = [corner(0), corner(1), corner(2), corner(3)];
  const corners = plausibleCorners(seen, box) ? seen : boxCorners(box);
  let colour = -1;
  for (let index = 0; index < colours.length; index++) {
    if (value(14 + index) > (colour < 0 ? 0 : value(14 + colour))) colour = index;
  }
  return {
    box,
    corners,
    score,
    rows: value(13) >= 0.5 ? 2 : 1,
    colour: colours[colour] ?? 'unknown',
    widthPx: plateWidth(corners),
    angleDeg: plateAngle(corners),
    sharpness: 0,
    reading: null,
  };
}
