// How one camera's picture lies on the city: solved from points that a person found both in the picture and on the map.
import { type Static, Type } from 'typebox';
import { Point } from './passage.ts';

/** A WGS-84 place and its height above the ground, metres. */
export const MapPoint = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    heightM: Type.Number({ minimum: -100, maximum: 2000 }),
  },
  { additionalProperties: false },
);
export type MapPoint = Static<typeof MapPoint>;

/** Fewer pairs do not say how good a solution is. */
export const leastPairs = 6;
export const mostPairs = 64;

export const CalibrationPair = Type.Object(
  {
    /** Parts of the picture. */
    picture: Point,
    map: MapPoint,
  },
  { additionalProperties: false },
);
export type CalibrationPair = Static<typeof CalibrationPair>;

/**
 * Pinhole with radial distortion: with X right, Y down and Z ahead of the eye, x = X/Z, y = Y/Z, r² = x² + y² and
 * d = 1 + k1·r² + k2·r⁴, the picture is u = ½ + focal·x·d, v = ½ + focal·(widthPx/heightPx)·y·d, in its parts.
 */
export const Calibration = Type.Object(
  {
    /** Where the lens is. */
    eye: MapPoint,
    /** Clockwise from true north. */
    headingDeg: Type.Number({ minimum: 0, maximum: 360 }),
    /** Below the horizon. */
    tiltDeg: Type.Number({ minimum: -90, maximum: 90 }),
    /** Clockwise, as the camera itself looks. */
    rollDeg: Type.Number({ minimum: -180, maximum: 180 }),
    /** Focal length in widths of the picture. */
    focal: Type.Number({ minimum: 0.1, maximum: 50 }),
    k1: Type.Number({ minimum: -2, maximum: 2 }),
    k2: Type.Number({ minimum: -2, maximum: 2 }),
    /** Of the picture the points were found in. */
    widthPx: Type.Integer({ minimum: 16, maximum: 32768 }),
    heightPx: Type.Integer({ minimum: 16, maximum: 32768 }),
    /** Root mean square of the distances between where the points are and where the solution puts them, pixels. */
    residualPx: Type.Number({ minimum: 0, maximum: 100_000 }),
    pairs: Type.Array(CalibrationPair, { minItems: leastPairs, maxItems: mostPairs }),
  },
  { additionalProperties: false },
);
export type Calibration = Static<typeof Calibration>;
