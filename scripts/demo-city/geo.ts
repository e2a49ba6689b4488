// The city is planned in metres on a plane (x east, y north) around its centre, and written in WGS-84 degrees.

export type Point = readonly [x: number, y: number];

export const cityCentre = { lon: 120, lat: 30 } as const;

/** Metres per degree of latitude on the sphere MapLibre's heights and distances are reckoned on (R = 6371008.8 m). */
const metresPerDegree = (Math.PI / 180) * 6371008.8;
const metresPerDegreeLon = metresPerDegree * Math.cos((cityCentre.lat * Math.PI) / 180);

/** Seven decimals would be a centimetre; six (11 cm) keep the files small. */
const round6 = (value: number) => Math.round(value * 1e6) / 1e6;

export const toExactLonLat = ([x, y]: Point): [lon: number, lat: number] => [
  cityCentre.lon + x / metresPerDegreeLon,
  cityCentre.lat + y / metresPerDegree,
];

export function toLonLat(point: Point): [lon: number, lat: number] {
  const [lon, lat] = toExactLonLat(point);
  return [round6(lon), round6(lat)];
}

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Degrees clockwise from north, [0, 360), of the way from a to b. */
export function bearingDeg(a: Point, b: Point): number {
  const degrees = (Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI;
  return (degrees + 360) % 360;
}

/** From `from`, so many metres ahead along the bearing and so many to the right of it. */
export function offset(from: Point, bearing: number, aheadM: number, rightM = 0): Point {
  const angle = (bearing * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [from[0] + sin * aheadM + cos * rightM, from[1] + cos * aheadM - sin * rightM];
}

export function regularPolygon(centre: Point, radius: number, corners: number, turn = 0): Point[] {
  return Array.from({ length: corners }, (_, i): Point => {
    const angle = turn + (i / corners) * 2 * Math.PI;
    return [centre[0] + Math.cos(angle) * radius, centre[1] + Math.sin(angle) * radius];
  });
}

export interface Feature {
  type: 'Feature';
  properties: Record<string, string | number | boolean>;
  geometry: { type: 'Point' | 'LineString' | 'Polygon'; coordinates: unknown };
}

export type Properties = Feature['properties'];

export const pointFeature = (at: Point, properties: Properties): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: toLonLat(at) },
});

export const lineFeature = (line: readonly Point[], properties: Properties): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates: line.map(toLonLat) },
});

/** Rings are given open; the outer one comes first. */
export const polygonFeature = (rings: readonly (readonly Point[])[], properties: Properties): Feature => ({
  type: 'Feature',
  properties,
  geometry: {
    type: 'Polygon',
    coordinates: rings.map(ring => [...ring, ring[0] as Point].map(toLonLat)),
  },
});
