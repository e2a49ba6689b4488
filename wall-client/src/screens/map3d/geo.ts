// Where things are on the map. WGS-84 degrees ↔ metres on a plane around the city's centre, measured in
// Web Mercator at that centre's scale, so that what we draw lies exactly on what MapLibre draws.

export interface LonLat {
  lon: number;
  lat: number;
}

/** Radius MapLibre reckons heights with, metres. */
const earthRadiusM = 6371008.8;
const circumferenceM = 2 * Math.PI * earthRadiusM;

const mercatorX = (lon: number) => (lon + 180) / 360;
const mercatorY = (lat: number) =>
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** x east, y north, in metres from `origin`. Within 3 km of it a metre is a metre to 0.1 %. */
export class LocalFrame {
  readonly origin: LonLat;
  /** Mercator units (the world is 1 wide) per metre. */
  readonly unitsPerM: number;
  readonly #x0: number;
  readonly #y0: number;

  constructor(origin: LonLat) {
    this.origin = origin;
    this.unitsPerM = 1 / (circumferenceM * Math.cos((origin.lat * Math.PI) / 180));
    this.#x0 = mercatorX(origin.lon);
    this.#y0 = mercatorY(origin.lat);
  }

  toLocal({ lon, lat }: LonLat): [x: number, y: number] {
    return [(mercatorX(lon) - this.#x0) / this.unitsPerM, (this.#y0 - mercatorY(lat)) / this.unitsPerM];
  }

  toLonLat(x: number, y: number): LonLat {
    const mx = this.#x0 + x * this.unitsPerM;
    const my = this.#y0 - y * this.unitsPerM;
    return {
      lon: mx * 360 - 180,
      lat: (Math.atan(Math.exp((0.5 - my) * 2 * Math.PI)) * 360) / Math.PI - 90,
    };
  }

  /** Local metres (z up) → Mercator units, column by column: the model matrix for MapLibre's mainMatrix. */
  toMercator(): number[] {
    const s = this.unitsPerM;
    return [s, 0, 0, 0, 0, -s, 0, 0, 0, 0, s, 0, this.#x0, this.#y0, 0, 1];
  }
}

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
