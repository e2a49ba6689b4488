import type { LeastMetres } from './ports.ts';

/** Mean radius of the earth (IUGG), metres. */
const radiusM = 6_371_008.8;
const radians = (deg: number) => (deg * Math.PI) / 180;

interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Over the ground as a bird flies: no road is shorter. WGS-84 degrees taken as a sphere's (0.5 % at most); haversine. */
export function metresBetween(a: LonLat, b: LonLat): number {
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return 2 * radiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

export function greatCircle(placeOf: (cameraId: string) => LonLat | null): LeastMetres {
  return (from, to) => {
    const [a, b] = [placeOf(from), placeOf(to)];
    return a && b ? metresBetween(a, b) : null;
  };
}
