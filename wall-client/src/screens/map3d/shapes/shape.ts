// What can be laid over the map beside the cameras: areas, lines and points with their look in their properties
// (GeoJSON, WGS-84). `CityMap.showShape` draws them.
import type { LonLat } from '../geo.ts';

export interface ShapeLook {
  /** CSS colour. */
  colour: string;
  /** Opacity of an area's fill; no fill without it. */
  fill?: number;
  /** Of a line or an area's border, CSS pixels at scale 1; 0 is no line. */
  width?: number;
  dashed?: boolean;
  /** Of a line: arrows along it, the way it goes. */
  arrows?: boolean;
  /** Of a point, CSS pixels at scale 1. */
  radius?: number;
  /** A point's ring instead of a disc. */
  hollow?: boolean;
  label?: string;
}

export type Position = [lon: number, lat: number];

export interface ShapeFeature {
  type: 'Feature';
  properties: ShapeLook;
  geometry:
    | { type: 'Point'; coordinates: Position }
    | { type: 'LineString'; coordinates: Position[] }
    | { type: 'Polygon'; coordinates: Position[][] };
}

export interface Shape {
  type: 'FeatureCollection';
  features: ShapeFeature[];
}

export const position = ({ lon, lat }: LonLat): Position => [lon, lat];

export const shapeOf = (features: ShapeFeature[]): Shape => ({ type: 'FeatureCollection', features });

export const pointShape = (at: LonLat, properties: ShapeLook): ShapeFeature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: position(at) },
});

export const lineShape = (line: readonly LonLat[], properties: ShapeLook): ShapeFeature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates: line.map(position) },
});

/** The ring is given open. */
export const areaShape = (ring: readonly LonLat[], properties: ShapeLook): ShapeFeature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: [[...ring, ring[0] as LonLat].map(position)] },
});
