// Earth-centred metres ↔ degrees and heights on WGS 84's ellipsoid.
import type { LonLat } from '../geo.ts';

/** Semi-axes in metres; eccentricities squared. */
const a = 6_378_137;
const b = 6_356_752.314_245;
const e2 = 1 - (b * b) / (a * a);
const ep2 = (a * a) / (b * b) - 1;

export type Vec3 = readonly [x: number, y: number, z: number];

/** Bowring's closed formula: exact to less than a millimetre within 10 km of the ground. */
export function toGeodetic([x, y, z]: Vec3): LonLat & { heightM: number } {
  const p = Math.hypot(x, y);
  const theta = Math.atan2(z * a, p * b);
  const lat = Math.atan2(z + ep2 * b * Math.sin(theta) ** 3, p - e2 * a * Math.cos(theta) ** 3);
  const n = a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  return {
    lon: (Math.atan2(y, x) * 180) / Math.PI,
    lat: (lat * 180) / Math.PI,
    heightM: p * Math.cos(lat) + z * Math.sin(lat) - (a * a) / n,
  };
}

export function toEcef({ lon, lat }: LonLat, heightM = 0): Vec3 {
  const [l, f] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  const n = a / Math.sqrt(1 - e2 * Math.sin(f) ** 2);
  const p = (n + heightM) * Math.cos(f);
  return [p * Math.cos(l), p * Math.sin(l), (n * (1 - e2) + heightM) * Math.sin(f)];
}

/** East, north and up at a place as a column-major matrix to earth-centred metres. */
export function enuToEcef(at: LonLat, heightM = 0): number[] {
  const [l, f] = [(at.lon * Math.PI) / 180, (at.lat * Math.PI) / 180];
  const [sinL, cosL, sinF, cosF] = [Math.sin(l), Math.cos(l), Math.sin(f), Math.cos(f)];
  const east = [-sinL, cosL, 0, 0];
  const north = [-sinF * cosL, -sinF * sinL, cosF, 0];
  const up = [cosF * cosL, cosF * sinL, sinF, 0];
  return [...east, ...north, ...up, ...toEcef(at, heightM), 1];
}

/** m · p for a column-major 4×4 matrix and a point. */
export function transform(m: ArrayLike<number>, [x, y, z]: Vec3): Vec3 {
  const row = (i: number) =>
    (m[i] as number) * x + (m[i + 4] as number) * y + (m[i + 8] as number) * z + (m[i + 12] as number);
  return [row(0), row(1), row(2)];
}
