// Where things are on the map: positions, headings and MapLibre's matrices.
import { circumferenceM, LocalFrame, type LonLat } from '@brightwall/kit/roads/local-frame';

export { LocalFrame, type LonLat } from '@brightwall/kit/roads/local-frame';

/** a·b for column-major 4×4 matrices, in double precision: single would shake by metres at city scale. */
export function multiply(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  const out = new Array<number>(16).fill(0);
  for (let column = 0; column < 4; column += 1)
    for (let row = 0; row < 4; row += 1)
      for (let k = 0; k < 4; k += 1)
        out[column * 4 + row]! += (a[k * 4 + row] as number) * (b[column * 4 + k] as number);
  return out;
}

/** Any angle → [0, 360), one decimal; what is not a number → 0. */
export function normalHeading(degrees: number): number {
  if (!Number.isFinite(degrees)) return 0;
  // In whole tenths: 84.8, never 84.80000000000001.
  const tenths = Math.round(degrees * 10) % 3600;
  return ((tenths + 3600) % 3600) / 10;
}

/** Degrees clockwise from true north of the way from `from` to `to`; 0 for the same point. */
export function headingTo(from: LonLat, to: LonLat): number {
  const [x, y] = new LocalFrame(from).toLocal(to);
  return x === 0 && y === 0 ? 0 : normalHeading((Math.atan2(x, y) * 180) / Math.PI);
}

/** The point so many metres from `from` along a heading. */
export function ahead(from: LonLat, headingDeg: number, metres: number): LonLat {
  const angle = (headingDeg * Math.PI) / 180;
  return new LocalFrame(from).toLonLat(Math.sin(angle) * metres, Math.cos(angle) * metres);
}

/** Ground metres per CSS pixel at a zoom of MapLibre's 512-pixel tiles. */
export const metresPerPixel = (lat: number, zoom: number): number =>
  (circumferenceM * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
