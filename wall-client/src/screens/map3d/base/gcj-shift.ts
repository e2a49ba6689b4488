// GCJ-02 sources in register: such a source's tiles lie hundreds of metres off, by another amount at each place
// (at 杭州 451 m east and 259 m south). A tile of the map is put together from the up to four tiles of the source
// that show its ground; within one tile the shift changes by less than a pixel where one can see it (2 m in 530 m).
import gcoord from 'gcoord';

// Its types speak of a CommonJS module with a default; what bundlers and Node give is that default itself.
const { transform, WGS84, GCJ02 } = gcoord as unknown as (typeof gcoord)['default'];

/** Side of a tile in the plane of its zoom, tiles from the west and north edge. */
export interface SourcePart {
  readonly x: number;
  readonly y: number;
  /** Where its top left corner lies in the tile put together, in parts of a tile's side. */
  readonly left: number;
  readonly top: number;
}

const radians = Math.PI / 180;

const toPlane = (lon: number, lat: number, side: number): [x: number, y: number] => [
  ((lon + 180) / 360) * side,
  (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * radians) / 2)) / (2 * Math.PI)) * side,
];

const toDegrees = (x: number, y: number, side: number): [lon: number, lat: number] => [
  (x / side) * 360 - 180,
  (Math.atan(Math.exp((0.5 - y / side) * 2 * Math.PI)) / radians) * 2 - 90,
];

/** Which tiles of a GCJ-02 source show the ground of the WGS-84 tile z/x/y, and where they go. */
export function sourceParts(z: number, x: number, y: number): SourcePart[] {
  const side = 2 ** z;
  const centre = toDegrees(x + 0.5, y + 0.5, side);
  const shifted = transform([...centre], WGS84, GCJ02);
  const [cx, cy] = toPlane(shifted[0], shifted[1], side);
  // Top left corner of the ground wanted, in the source's tiles.
  const west = cx - 0.5;
  const north = cy - 0.5;
  const parts: SourcePart[] = [];
  for (let row = Math.floor(north); row < north + 1; row++)
    for (let column = Math.floor(west); column < west + 1; column++) {
      if (row < 0 || row >= side) continue;
      parts.push({
        x: ((column % side) + side) % side,
        y: row,
        left: column - west,
        top: row - north,
      });
    }
  return parts;
}
