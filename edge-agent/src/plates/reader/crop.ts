// Ways to read a picture that is said to be a plate and nothing else. People and other programs cut plates loosely:
// an upright box round a tilted plate, or one with two rows. What the shape leaves open is tried.
import { boxCorners, plateWidth } from './geometry.ts';
import type { Box, FoundPlate, Picture, Pt, ReadCropRequest } from './types.ts';

/** Lower than this for its width, a crop may hold two rows (440×220 is 2.0), … */
const maybeTwoRows = 2.6;
/** … lower than this it surely does not hold one row seen head-on (440×140 is 3.1). */
const hardlyOneRow = 1.6;
/** A crop less than so many times as wide as high holds more than the plate, or a tilted one. */
const looselyCut = 3.2;
/** As the detector's training fills what is not picture. */
const grey = 114;
/** Added on each side, parts of the crop's width and height: the detector knows plates with something round them. */
const border = { width: 0.25, height: 0.6 };
/** Larger ones are no crops; the detector is not asked about them. */
const maxCropPixels = 1_000_000;

/** The crop's whole face as a plate, in the rows asked for, or each way the shape allows, likeliest first. */
export function wholeCrop({ picture, rows, colour }: ReadCropRequest): FoundPlate[] {
  const { widthPx, heightPx } = picture;
  const aspect = widthPx / heightPx;
  const ways: readonly (1 | 2)[] = rows
    ? [rows]
    : aspect < hardlyOneRow
      ? [2, 1]
      : aspect < maybeTwoRows
        ? [1, 2]
        : [1];
  const box: Box = [0, 0, widthPx, heightPx];
  const corners = boxCorners(box);
  return ways.map(way => ({
    box,
    corners,
    score: 1,
    rows: way,
    colour: colour ?? 'unknown',
    widthPx: plateWidth(corners),
    angleDeg: 0,
    sharpness: 0,
    reading: null,
  }));
}

/** The crop with grey round it, for the detector to find the plate's own corners; null when that is of no use. */
export function borderedCrop({ rgb, widthPx, heightPx }: Picture): { picture: Picture; offset: Pt } | null {
  if (widthPx >= heightPx * looselyCut || widthPx * heightPx > maxCropPixels) return null;
  const left = Math.ceil(widthPx * border.width);
  const top = Math.ceil(heightPx * border.height);
  const [width, height] = [widthPx + 2 * left, heightPx + 2 * top];
  const framed = new Uint8Array(width * height * 3).fill(grey);
  for (let row = 0; row < heightPx; row++) {
    const line = rgb.subarray(row * widthPx * 3, (row + 1) * widthPx * 3);
    framed.set(line, ((top + row) * width + left) * 3);
  }
  return { picture: { rgb: framed, widthPx: width, heightPx: height }, offset: [left, top] };
}

/** A plate found in the bordered crop, in px of the crop. */
export function unbordered(plate: FoundPlate, [left, top]: Pt): FoundPlate {
  const [a, b, c, d] = plate.corners;
  const move = ([x, y]: Pt): Pt => [x - left, y - top];
  return {
    ...plate,
    box: [plate.box[0] - left, plate.box[1] - top, plate.box[2] - left, plate.box[3] - top],
    corners: [move(a), move(b), move(c), move(d)],
  };
}
