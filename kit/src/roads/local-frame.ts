// Where things are on a map. WGS-84 degrees ↔ metres on a plane around the city's centre, measured in
// Web Mercator at that centre's scale, so that what is drawn lies exactly on what MapLibre draws.

export interface LonLat {
  lon: number;
  lat: number;
}

/** Radius MapLibre reckons heights with, metres. */
const earthRadiusM = 6371008.8;
export const circumferenceM = 2 * Math.PI * earthRadiusM;

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
